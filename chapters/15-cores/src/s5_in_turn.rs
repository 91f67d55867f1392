//! One thread accepts, and hands the clients out in turn.

use std::{io, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::worker::{THREADS, Worker, goes_on, workers};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut turns = (0..THREADS).cycle();
    hand_out(&server, |_| turns.next().expect("a cycle"))
}

/// Each new client goes to the worker that `choose` says.
pub(crate) fn hand_out(
    server: &Server,
    mut choose: impl FnMut(&[Worker]) -> usize,
) -> io::Result<()> {
    let workers = workers()?;
    thread::scope(|scope| {
        for worker in &workers {
            let serve = || worker.serve(&server.listener, goes_on);
            thread::Builder::new().spawn_scoped(scope, serve)?;
        }
        loop {
            // The listener blocks, and what it gives us does not.
            match net::accept(&server.listener, Blocking::No)? {
                Accepted::Client(client) => workers[choose(&workers)].add(client)?,
                Accepted::Stopped => return Ok(()),
                _ => {}
            }
        }
    })
}
// ANCHOR_END: serve
