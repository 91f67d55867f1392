//! A turn of one way: a connection, some messages to get going, and then those that count.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    os::fd::OwnedFd,
    thread,
    time::Duration,
};

use rustix::{
    net::{AddressFamily, SocketType, connect, getsockname, socket, sockopt},
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
    time::{ClockId, clock_gettime},
};
use socket_core::net::{self, Transfer};

use super::{
    sample::Sample,
    source::{Source, Warmth},
    way::{Receiver, Sender, Way},
};
use crate::{file::accept, window};

/// Some kernels come with another one that lets a clock decide when to send.
pub(crate) const CONGESTION: &str = "cubic";

/// As few messages as this are too few.
const FEWEST: usize = 16;
/// So many messages of a small size are enough.
const MOST: usize = 4000;

/// Gives one way its turn.
pub(crate) fn take(
    round: usize,
    way: Way,
    size: usize,
    warmth: Warmth,
    bytes: usize,
) -> io::Result<Sample> {
    let messages = (bytes / size).clamp(FEWEST, MOST);
    let (sender, receiver) = pair(way)?;
    let (sent, received) = thread::scope(|scope| {
        let receiving = scope.spawn(|| {
            pin(1)?;
            receive(way, &receiver, size, messages)
        });
        let sending = scope.spawn(|| {
            pin(0)?;
            send(way, &sender, &Source::new(size, warmth)?, messages)
        });
        let sent = sending.join().expect("the sender does not panic");
        if sent.is_err() {
            net::stop(&sender);
        }
        (sent, receiving.join().expect("the receiver does not panic"))
    });
    let (sender, (receiver, mapped)) = (sent?, received?);
    let each = |time: Duration| time.as_secs_f64() * 1e6 / messages as f64;
    let mapped = mapped as f64 / (size * messages) as f64;
    Ok(Sample { round, way, size, warmth, sender: each(sender), receiver: each(receiver), mapped })
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

/// The processor time that this thread has had.
fn cpu() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

/// Keeps this thread on one of the first two cores that there are for us.
fn pin(side: usize) -> io::Result<()> {
    let all = sched_getaffinity(None)?;
    let cores: Vec<_> = (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core)).collect();
    let mut own = CpuSet::new();
    own.set(cores[side % cores.len()]);
    Ok(sched_setaffinity(None, &own)?)
}

/// A connection on the loopback interface.
fn pair(way: Way) -> io::Result<(OwnedFd, OwnedFd)> {
    let listener = net::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    if way == Way::Mapped {
        window::ask_for_pages(&listener)?;
    }
    let sender = socket(AddressFamily::INET, SocketType::STREAM, None)?;
    connect(&sender, &SocketAddr::try_from(getsockname(&listener)?)?)?;
    let Some(receiver) = accept(&listener)? else {
        return Err(io::ErrorKind::ConnectionAborted.into());
    };
    for socket in [&sender, &receiver] {
        sockopt::set_tcp_nodelay(socket, true)?;
        // Where it is not there, the environment of the run says what is.
        sockopt::set_tcp_congestion(socket, CONGESTION).ok();
    }
    Ok((sender, receiver))
}
