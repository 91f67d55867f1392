//! Exercise 2, solved: the parent does nothing but wait for its children.

use std::io;

use io_models::{Server, fork::OnlyThread};
use rustix::process::{WaitOptions, wait};
use socket_core::net::{self, Accepted, Blocking};

use crate::exercises::echo_with_a_bug;

const CHILDREN: usize = 2;

/// Keeps two children at work.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let this = OnlyThread::prove()?;
    for _ in 0..CHILDREN {
        this.fork(|| serve_clients(&server))?;
    }
    while let Some((_, status)) = wait(WaitOptions::empty())? {
        if status.exit_status() == Some(0) {
            return Ok(());
        }
        this.fork(|| serve_clients(&server))?;
    }
    Ok(())
}

/// Serves one client after the other.
fn serve_clients(server: &Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => echo_with_a_bug(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
