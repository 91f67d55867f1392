//! After two receives a client is asked for again: then the kernel looks at its socket anew.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::epoll::{self, EventData, EventFlags};
use socket_core::net::Transfer;

use crate::echo::{self, echo};

const EDGE: EventFlags = EventFlags::IN.union(EventFlags::ET);

pub(crate) fn serve(server: Server) -> io::Result<()> {
    echo::serve(server, EDGE, turn)
}

fn turn(epoll: &OwnedFd, token: u64, client: &OwnedFd) -> io::Result<Transfer> {
    let mut moved = echo(client, client)?;
    if let Transfer::Bytes(1..) = moved {
        moved = echo(client, client)?;
    }
    if let Transfer::Bytes(1..) = moved {
        epoll::modify(epoll, client, EventData::new_u64(token), EDGE)?;
    }
    Ok(moved)
}
