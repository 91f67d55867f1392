//! Wrong on purpose (`a_second_client`): the second client waits until the first has left.

use std::io;

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => echo(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
// ANCHOR_END: serve
