//! Wrong solutions of chapter 14's first exercise: what the log is told, and what Bob is sent.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking, Transfer};

/// Each line is told, and not the first alone.
pub(super) fn tells_each_line(server: Server) -> io::Result<()> {
    relay(server, |seen, _| {
        let end = seen.iter().position(|byte| *byte == b'\n')?;
        Some(seen.drain(..=end).collect())
    })
}

/// What has come first is taken for the line.
pub(super) fn tells_the_first_piece(server: Server) -> io::Result<()> {
    relay(server, |seen, piece| {
        let is_first = piece == 0;
        let end = seen.iter().position(|byte| *byte == b'\n');
        is_first.then(|| seen[..end.map_or(seen.len(), |end| end + 1)].to_vec())
    })
}

/// Carol is told what she should be, and Bob gets a copy.
pub(super) fn copies(server: Server) -> io::Result<()> {
    let mut is_told = false;
    relay(server, move |seen, _| {
        let end = seen.iter().position(|byte| *byte == b'\n').filter(|_| !is_told)?;
        is_told = true;
        Some(seen[..=end].to_vec())
    })
}

/// Relays by receiving and sending; `told` says what the log is told, of all that was seen.
fn relay(
    server: Server,
    mut told: impl FnMut(&mut Vec<u8>, usize) -> Option<Vec<u8>>,
) -> io::Result<()> {
    let [log, from, to] =
        [accept(&server.listener)?, accept(&server.listener)?, accept(&server.listener)?];
    let (mut seen, mut bytes) = (Vec::new(), [0; 512]);
    for piece in 0.. {
        let Transfer::Bytes(length @ 1..) = net::receive(&from, &mut bytes)? else { break };
        seen.extend(&bytes[..length]);
        if let Some(line) = told(&mut seen, piece) {
            net::send(&log, &line)?;
        }
        net::send(&to, &bytes[..length])?;
    }
    Ok(())
}

fn accept(listener: &OwnedFd) -> io::Result<OwnedFd> {
    loop {
        match net::accept(listener, Blocking::Yes)? {
            Accepted::Client(client) => return Ok(client),
            Accepted::Stopped => return Err(io::ErrorKind::Interrupted.into()),
            _ => {}
        }
    }
}
