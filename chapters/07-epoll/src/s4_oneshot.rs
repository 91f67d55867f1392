//! Reported once, and then not before we ask again: each turn ends with that.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::epoll::{self, EventData, EventFlags};
use socket_core::net::Transfer;

use crate::echo::{self, echo, is_over};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    echo::serve(server, ONCE, turn)
}

const ONCE: EventFlags = EventFlags::IN.union(EventFlags::ONESHOT);

fn turn(epoll: &OwnedFd, token: u64, client: &OwnedFd) -> io::Result<Transfer> {
    let moved = echo(client, client)?;
    if !is_over(moved) {
        epoll::modify(epoll, client, EventData::new_u64(token), ONCE)?;
    }
    Ok(moved)
}
// ANCHOR_END: serve
