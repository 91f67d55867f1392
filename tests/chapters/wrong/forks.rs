//! Wrong solutions of chapter 3.

use std::{io, os::fd::OwnedFd};

use io_models::{Server, fork::OnlyThread};
use rustix::process::{WaitOptions, wait};
use socket_core::net::{self, Transfer};

use super::servers::accept;

/// `reap`: with each client it asks twice, whoever has ended.
pub(super) fn asks_twice(server: Server) -> io::Result<()> {
    let this = OnlyThread::prove()?;
    loop {
        let client = accept(&server.listener)?;
        for _ in 0..2 {
            // No child has ended, or there is none (ECHILD).
            _ = wait(WaitOptions::NOHANG);
        }
        this.fork(|| echo(&client))?;
    }
}

/// `prefork`: it replaces the first child that dies, and no other one.
pub(super) fn replaces_one(server: Server) -> io::Result<()> {
    let this = OnlyThread::prove()?;
    for _ in 0..2 {
        this.fork(|| serve_clients(&server))?;
    }
    let ended = wait(WaitOptions::empty())?;
    if ended.is_some_and(|(_, status)| status.exit_status() != Some(0)) {
        this.fork(|| serve_clients(&server))?;
    }
    while wait(WaitOptions::empty()).is_ok() {}
    Ok(())
}

fn serve_clients(server: &Server) -> io::Result<()> {
    while let Ok(client) = accept(&server.listener) {
        echo(&client)?;
    }
    Ok(())
}

/// What comes goes back, until the client leaves or meets the bug.
fn echo(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        if &bytes[..received] == b"boom\n" {
            return Err(io::Error::other("a bug"));
        }
        net::send(client, &bytes[..received])?;
    }
    Ok(())
}
