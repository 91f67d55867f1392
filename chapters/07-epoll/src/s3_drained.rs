//! Wrong on purpose (`bob_has_a_turn`): edge-triggered, and reads until nothing is left.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::epoll::EventFlags;
use socket_core::net::Transfer;

use crate::echo::{self, echo};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let flags = EventFlags::IN | EventFlags::ET;
    echo::serve(server, flags, |_, _, client| drain(client))
}

/// Until EAGAIN, or until the client's end.
fn drain(client: &OwnedFd) -> io::Result<Transfer> {
    loop {
        let moved = echo(client, client)?;
        if !matches!(moved, Transfer::Bytes(1..)) {
            return Ok(moved);
        }
    }
}
// ANCHOR_END: serve
