//! A client goes to the worker that has the fewest; of two that have as many, to the first.

use std::{io, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::worker::workers;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let workers = workers()?;
    thread::scope(|scope| {
        for worker in &workers {
            let serve = || worker.serve(&server.listener);
            thread::Builder::new().spawn_scoped(scope, serve)?;
        }
        loop {
            match net::accept(&server.listener, Blocking::No)? {
                Accepted::Client(client) => {
                    let fewest = workers.iter().min_by_key(|worker| worker.clients());
                    fewest.expect("there are workers").add(client)?;
                }
                Accepted::Stopped => return Ok(()),
                _ => {}
            }
        }
    })
}
