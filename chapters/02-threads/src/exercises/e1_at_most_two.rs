//! Exercise 1: a thread for each client, but never more than two.

use std::{io, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

/// Your part: nothing bounds the threads.
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
