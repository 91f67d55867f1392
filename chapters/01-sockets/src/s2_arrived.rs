//! Tells what has arrived, what one receive has copied, and what is left: three numbers, not one.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
};

use io_models::Server;
use rustix::io::ioctl_fionread;
use socket_core::net::{self, Accepted, Blocking, Transfer};

use crate::s4_send_all::send_all;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => report(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

// ANCHOR: report
/// Answers each receive with what it found.
fn report(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 3];
    loop {
        let there = arrived(client)?;
        let Transfer::Bytes(copied @ 1..) = net::receive(client, &mut bytes)? else {
            return Ok(());
        };
        let left = arrived(client)?;
        let answer = format!("{there}: copied {copied}, left {left}\n");
        send_all(client, answer.as_bytes())?;
    }
}

/// How many bytes lie in the kernel's buffer: ioctl(2), FIONREAD. It never waits.
fn arrived(client: impl AsFd) -> io::Result<u64> {
    Ok(ioctl_fionread(client)?)
}
// ANCHOR_END: report
