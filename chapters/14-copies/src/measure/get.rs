//! A turn of a server that is asked for a value again and again: the finished server, which copies the
//! value into what it has to send, and one that sends it out of its store.

use std::{
    io::{self, IoSlice},
    net::SocketAddr,
    os::fd::OwnedFd,
    thread,
    time::Duration,
};

use io_models::{Server, blocking, shutdown};
use rustix::{
    io::retry_on_intr,
    net::{SendAncillaryBuffer, SendFlags, getsockname, sendmsg},
};
use socket_core::{
    buffer::{Buffer, Growing},
    command::Command,
    frame::Parser,
    net::{self, Transfer},
    session::Handler,
};

use super::{
    side::{LOOPBACK, connect_to, cpu, on_core},
    way::{ROOM, take_some},
};
use crate::file::{accept, transfer_all};

const KEY: &[u8] = b"k";
const REQUEST: &[u8] = b"*2\r\n$3\r\nGET\r\n$1\r\nk\r\n";

/// What so many requests cost the server and its client.
pub(crate) fn take(lends: bool, size: usize, requests: u32) -> io::Result<(Duration, Duration)> {
    let listener = net::listen(LOOPBACK)?;
    let client = connect_to(&SocketAddr::try_from(getsockname(&listener)?)?)?;
    let (trigger, shutdown) = shutdown::pair()?;
    let mut server = Server::new(listener, shutdown);
    let value = vec![b'x'; size];
    server.store.set(KEY, &value).map_err(|_| io::ErrorKind::OutOfMemory)?;
    thread::scope(|scope| {
        let serving = scope.spawn(|| {
            let serve = if lends { lend } else { blocking::serve };
            on_core(0, || spent(|| serve(server)))
        });
        let asking = scope.spawn(|| on_core(1, || spent(|| ask(&client, size, requests))));
        let asked = asking.join().expect("the client does not panic");
        // A server whose client has left serves the next one; or hears that there is none.
        net::stop(&client);
        drop(trigger);
        Ok((serving.join().expect("the server does not panic")?, asked?))
    })
}

/// The processor time of this thread that some work takes.
fn spent(work: impl FnOnce() -> io::Result<()>) -> io::Result<Duration> {
    let start = cpu();
    work()?;
    Ok(cpu() - start)
}

fn ask(client: &OwnedFd, size: usize, requests: u32) -> io::Result<()> {
    let mut room = vec![0; ROOM];
    let length = header(size).len() + size + END.len();
    for _ in 0..requests {
        net::send(client, REQUEST)?;
        let mut heard = 0;
        while heard < length {
            heard += take_some(client, &mut room, length - heard)?;
        }
    }
    Ok(())
}

/// Serves one client, which asks for values that are there.
fn lend(mut server: Server) -> io::Result<()> {
    let Some(client) = accept(&server.listener)? else { return Ok(()) };
    let limits = server.limits.session;
    let (mut inbox, mut parser) = (Buffer::new(Growing::new(limits.request)), Parser::default());
    loop {
        let Transfer::Bytes(received @ 1..) = net::receive(&client, inbox.spare())? else {
            return Ok(());
        };
        inbox.commit(received);
        while let Some(request) = parser.parse(inbox.filled(), &limits).map_err(|_| bad())? {
            let length = request.len;
            let Ok(Command::Get(key)) = Command::new(request.words) else { return Err(bad()) };
            // ANCHOR: lend
            let answer = |value: Option<&[u8]>| {
                let value = value.ok_or_else(bad)?;
                send_all(&client, [header(value.len()).as_bytes(), value, END])
            };
            if !server.store.get(key, answer)? {
                return Ok(());
            }
            // ANCHOR_END: lend
            inbox.consume(length);
        }
    }
}

const END: &[u8] = b"\r\n";

fn header(size: usize) -> String {
    format!("${size}\r\n")
}

fn bad() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// Sends all parts as one message. Whether all of it went.
fn send_all(client: &OwnedFd, parts: [&[u8]; 3]) -> io::Result<bool> {
    let mut slices = parts.map(IoSlice::new);
    let mut left = &mut slices[..];
    transfer_all(parts.iter().map(|part| part.len()).sum(), |_| {
        let send = || {
            let mut nothing = SendAncillaryBuffer::default();
            sendmsg(client, left, &mut nothing, SendFlags::NOSIGNAL)
        };
        let sent = net::transferred(retry_on_intr(send))?;
        if let Transfer::Bytes(sent) = sent {
            IoSlice::advance_slices(&mut left, sent);
        }
        Ok(sent)
    })
}
