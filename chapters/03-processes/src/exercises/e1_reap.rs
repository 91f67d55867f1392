//! Exercise 1: reap the children that have ended, each time that a client comes.

use std::io;

use io_models::{Server, fork::OnlyThread};
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

/// Your part: nobody asks how the children ended.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let this = OnlyThread::prove()?;
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => {
                this.fork(|| echo(&client))?;
            }
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
