//! A turn of one way: a connection, some messages to get going, and then those that count.

use std::{io, net::SocketAddr, os::fd::OwnedFd, thread, time::Duration};

use rustix::net::getsockname;
use socket_core::net::{self, Transfer};

use super::{
    get,
    sample::Sample,
    side::{LOOPBACK, connect_to, cpu, on_core, set_up},
    source::{Source, Warmth},
    way::{Receiver, Sender, Way},
};
use crate::{file::accept, window};

/// As few messages as this are too few.
const FEWEST: u32 = 16;
/// So many messages of a small size are enough.
const MOST: u32 = 4000;

/// What is measured in a turn.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) round: usize,
    pub(crate) way: Way,
    /// Of a message, in bytes.
    pub(crate) size: usize,
    pub(crate) warmth: Warmth,
}

impl Turn {
    /// Sends at least so many bytes.
    pub(crate) fn take(self, bytes: usize) -> io::Result<Sample> {
        let Self { round, way, size, warmth } = self;
        let messages = u32::try_from(bytes / size).unwrap_or(MOST).clamp(FEWEST, MOST);
        let (sender, receiver, mapped) = if way.is_get() {
            let (server, client) = get::take(way == Way::Lent, size, messages)?;
            (server, client, 0)
        } else {
            self.pass(messages as usize)?
        };
        let each = |time: Duration| (time / messages).as_nanos() as f64 / 1e3;
        let (sender, receiver) = (each(sender), each(receiver));
        // As it is kept: three places.
        let mapped = mapped as f64 / (size as f64 * f64::from(messages));
        let mapped = (mapped * 1e3).round() / 1e3;
        Ok(Sample { round, way, size, warmth, sender, receiver, mapped })
    }

    /// What so many messages cost both sides, and how many of their bytes were mapped.
    fn pass(self, messages: usize) -> io::Result<(Duration, Duration, usize)> {
        let Self { way, size, warmth, .. } = self;
        let (sender, receiver) = pair(way)?;
        let (sent, received) = thread::scope(|scope| {
            let receiving = scope.spawn(|| {
                let received = on_core(1, || receive(way, &receiver, size, messages));
                received.inspect_err(|_| net::stop(&receiver))
            });
            let sending = scope.spawn(|| {
                let source = || Source::new(size, warmth);
                let sent = on_core(0, || send(way, &sender, &source()?, messages));
                sent.inspect_err(|_| net::stop(&sender))
            });
            let sent = sending.join().expect("the sender does not panic");
            (sent, receiving.join().expect("the receiver does not panic"))
        });
        let (received, mapped) = received?;
        Ok((sent?, received, mapped))
    }
}

fn send(way: Way, socket: &OwnedFd, source: &Source, messages: usize) -> io::Result<Duration> {
    let mut sender = Sender::new(way, socket, source.size)?;
    let mut start = cpu();
    let warm_up = messages / 8;
    for message in 0..warm_up + messages {
        if message == warm_up {
            start = cpu();
        }
        let is_sent = sender.send(socket, source, source.place(message))?;
        // The receiver has it all.
        let (true, Transfer::Bytes(1)) = (is_sent, net::receive(socket, &mut [0])?) else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        sender.rest(socket)?;
    }
    Ok(cpu() - start)
}

fn receive(
    way: Way,
    socket: &OwnedFd,
    size: usize,
    messages: usize,
) -> io::Result<(Duration, usize)> {
    let mut receiver = Receiver::new(way, socket)?;
    let (mut start, mut mapped) = (cpu(), 0);
    let warm_up = messages / 8;
    for message in 0..warm_up + messages {
        if message == warm_up {
            (start, mapped) = (cpu(), 0);
        }
        mapped += receiver.receive(socket, size)?;
        net::send(socket, &[0])?;
    }
    Ok((cpu() - start, mapped))
}

/// A connection on the loopback interface.
fn pair(way: Way) -> io::Result<(OwnedFd, OwnedFd)> {
    let listener = net::listen(LOOPBACK)?;
    if way == Way::Mapped {
        window::ask_for_pages(&listener)?;
    }
    let sender = connect_to(&SocketAddr::try_from(getsockname(&listener)?)?)?;
    let Some(receiver) = accept(&listener)? else {
        return Err(io::ErrorKind::ConnectionAborted.into());
    };
    set_up(&receiver)?;
    Ok((sender, receiver))
}
