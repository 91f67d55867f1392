//! A relay: what one client sends goes to the other, by way of a pipe, and never comes into memory.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use rustix::{
    io::retry_on_intr,
    pipe::{SpliceFlags, pipe, splice},
};
use socket_core::net::{self, Transfer};

use crate::file::{accept, transfer_all};

/// As much as a pipe holds, if nobody asks for more (pipe(7)).
pub(crate) const PIPE: usize = 64 << 10;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    while let Some(from) = accept(&server.listener)? {
        let Some(to) = accept(&server.listener)? else { break };
        relay(&from, &to)?;
    }
    Ok(())
}

// ANCHOR: relay
/// Relays until the first has sent all, or the second has gone.
fn relay(from: &OwnedFd, to: &OwnedFd) -> io::Result<()> {
    let (out, into) = pipe()?;
    loop {
        let moved = relocate(from, &into, PIPE)?;
        let Transfer::Bytes(taken @ 1..) = moved else { return Ok(()) };
        if !transfer_all(taken, |sent| relocate(&out, to, taken - sent))? {
            return Ok(());
        }
    }
}
// ANCHOR_END: relay

/// Moves bytes from one descriptor to another, one of which must be a pipe.
pub(crate) fn relocate(from: &OwnedFd, to: &OwnedFd, most: usize) -> io::Result<Transfer> {
    let relocate = || splice(from, None, to, None, most, SpliceFlags::MOVE);
    Ok(net::transferred(retry_on_intr(relocate))?)
}
