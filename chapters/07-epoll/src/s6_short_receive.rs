//! Wrong on purpose (`an_end_that_comes_with_bytes`): edge-triggered, and stops at a short receive.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::epoll::{self, EventData, EventFlags};
use socket_core::net::Transfer;

use crate::echo::{self, echo};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    echo::serve(server, EDGE, turn)
}

const EDGE: EventFlags = EventFlags::IN.union(EventFlags::ET);

fn turn(epoll: &OwnedFd, token: u64, client: &OwnedFd) -> io::Result<Transfer> {
    let moved = echo(client, client)?;
    // A full buffer: there may be more. The kernel looks at the socket anew.
    if matches!(moved, Transfer::Bytes(16..)) {
        epoll::modify(epoll, client, EventData::new_u64(token), EDGE)?;
    }
    Ok(moved)
}
// ANCHOR_END: serve
