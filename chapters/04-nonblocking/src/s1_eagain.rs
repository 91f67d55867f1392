//! Wrong on purpose (`a_second_client`): nothing waits any more, and still there is one client.

use std::io;

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::{Turn, turn};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        // On the client's socket, no call will wait.
        match net::accept(&server.listener, Blocking::No)? {
            // Asked again and again, until it leaves.
            Accepted::Client(client) => while turn(&client)? != Turn::Left {},
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
// ANCHOR_END: serve
