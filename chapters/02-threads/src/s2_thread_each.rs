//! A thread for each client: nobody waits for another, and nothing bounds the threads.

use std::{io, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => {
                thread::Builder::new().spawn(move || echo(&client))?;
            }
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
// ANCHOR_END: serve
