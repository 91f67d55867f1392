//! Wrong on purpose (`no_zombies`): the parent closes its copy, and never waits for its children.

use std::io;

use io_models::{Server, fork::OnlyThread};
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let this = OnlyThread::prove()?;
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => {
                this.fork(|| echo(&client))?;
                drop(client);
            }
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
// ANCHOR_END: serve
