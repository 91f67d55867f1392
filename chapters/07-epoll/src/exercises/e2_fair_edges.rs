//! Exercise 2: edge-triggered, with at most two receives a turn, and no byte stays behind.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::epoll::EventFlags;
use socket_core::net::Transfer;

use crate::echo::{self, echo};

const EDGE: EventFlags = EventFlags::IN.union(EventFlags::ET);

/// Serves each client that is reported.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    echo::serve(server, EDGE, turn)
}

/// Your part: it has no end as long as the client sends.
fn turn(_epoll: &OwnedFd, _token: u64, client: &OwnedFd) -> io::Result<Transfer> {
    loop {
        let moved = echo(client, client)?;
        if !matches!(moved, Transfer::Bytes(1..)) {
            return Ok(moved);
        }
    }
}
