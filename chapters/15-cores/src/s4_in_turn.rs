//! One thread accepts, and hands the clients out in turn.

use std::{io, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::worker::workers;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let workers = workers()?;
    thread::scope(|scope| {
        for worker in &workers {
            let serve = || worker.serve(&server.listener);
            thread::Builder::new().spawn_scoped(scope, serve)?;
        }
        let mut next = workers.iter().cycle();
        loop {
            // The listener blocks, and what it gives us does not.
            match net::accept(&server.listener, Blocking::No)? {
                Accepted::Client(client) => {
                    next.next().expect("a cycle").add(client)?;
                }
                Accepted::Stopped => return Ok(()),
                _ => {}
            }
        }
    })
}
// ANCHOR_END: serve
