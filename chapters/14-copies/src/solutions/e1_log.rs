//! Exercise 1, solved: the same pages stand in a second pipe, and are read there.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use rustix::{
    io::read,
    pipe::{SpliceFlags, pipe, tee},
};
use socket_core::net::{self, Transfer};

use crate::{
    file::{accept, transfer_all},
    s4_splice::{PIPE, relocate},
};

/// The first client is told; what the second sends goes to the third.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let Some(log) = accept(&server.listener)? else { return Ok(()) };
    let Some(from) = accept(&server.listener)? else { return Ok(()) };
    let Some(to) = accept(&server.listener)? else { return Ok(()) };
    relay(&log, &from, &to)
}

/// Relays until one of them leaves.
fn relay(log: &OwnedFd, from: &OwnedFd, to: &OwnedFd) -> io::Result<()> {
    let (out, into) = pipe()?;
    let mut line = Vec::new();
    let mut is_told = false;
    loop {
        let Transfer::Bytes(taken @ 1..) = relocate(from, &into, PIPE)? else { return Ok(()) };
        if !is_told {
            line.extend(copy(&out, taken)?);
            if let Some(end) = line.iter().position(|byte| *byte == b'\n') {
                is_told = true;
                transfer_all(end + 1, |sent| Ok(net::send(log, &line[sent..=end])?))?;
            }
        }
        if !transfer_all(taken, |sent| relocate(&out, to, taken - sent))? {
            return Ok(());
        }
    }
}

/// What stands in a pipe, and stays there.
fn copy(pipe_with_it: &OwnedFd, length: usize) -> io::Result<Vec<u8>> {
    let (out, into) = pipe()?;
    let there = tee(pipe_with_it, &into, length, SpliceFlags::empty())?;
    let mut bytes = vec![0; there];
    let read = read(&out, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}
