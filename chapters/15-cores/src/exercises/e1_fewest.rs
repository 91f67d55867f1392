//! Exercise 1: a client goes to the worker that has the fewest.

use std::{io, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::worker::workers;

/// Your part: which worker does the client go to?
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let workers = workers()?;
    thread::scope(|scope| {
        for worker in &workers {
            let serve = || worker.serve(&server.listener);
            thread::Builder::new().spawn_scoped(scope, serve)?;
        }
        let mut next = workers.iter().cycle();
        loop {
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
