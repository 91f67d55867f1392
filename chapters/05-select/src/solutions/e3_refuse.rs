//! Exercise 3, solved: the new client is looked at before it is one of the others.

use std::{io, os::fd::OwnedFd};

use io_models::select::FdSet;
use socket_core::net::{self, Accepted, Blocking};

/// Takes a new client into the list; whether to go on.
pub(crate) fn accept(listener: &OwnedFd, clients: &mut Vec<OwnedFd>) -> io::Result<bool> {
    match net::accept(listener, Blocking::No)? {
        Accepted::Client(client) if FdSet::has_room_for(&client) => clients.push(client),
        Accepted::Client(client) => {
            net::send(&client, b"no room\n")?;
        }
        Accepted::Stopped => return Ok(false),
        _ => {}
    }
    Ok(true)
}
