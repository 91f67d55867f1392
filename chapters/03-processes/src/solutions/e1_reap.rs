//! Exercise 1, solved: with each client, all children that have ended are reaped.

use std::io;

use io_models::{Server, fork::OnlyThread};
use rustix::process::{WaitOptions, wait};
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

/// Serves each client in a process.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let this = OnlyThread::prove()?;
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => {
                reap();
                this.fork(|| echo(&client))?;
            }
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

/// Asks until no child has ended, or there is none (ECHILD). The last ones stay zombies until the
/// next client comes: that is why the finished server waits for its children as well.
fn reap() {
    while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
}
