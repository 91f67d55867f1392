//! Wrong on purpose (`the_end_is_seen`): the parent keeps its copy of each client's socket.

use std::io;

use io_models::{Server, fork::OnlyThread};
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let this = OnlyThread::prove()?;
    let mut kept = Vec::new();
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => {
                this.fork(|| echo(&client))?;
                kept.push(client);
            }
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
// ANCHOR_END: serve
