//! Wrong on purpose (`a_pause_after_nothing`): all are asked in turn, without end and without rest.

use std::io;

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::{Turn, turn};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let mut clients = Vec::new();
    loop {
        match net::accept(&server.listener, Blocking::No)? {
            Accepted::Client(client) => clients.push(client),
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
        let mut stay = Vec::new();
        for client in clients {
            if turn(&client)? != Turn::Left {
                stay.push(client);
            }
        }
        clients = stay;
    }
}
// ANCHOR_END: serve
