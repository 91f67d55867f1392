//! Exercise 2, solved: a panic ends the client, and not the thread.

use std::{io, panic::catch_unwind, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

const THREADS: usize = 2;

/// Serves two clients at a time.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            thread::Builder::new().spawn_scoped(scope, || serve_clients(&server))?;
        }
        Ok(())
    })
}

fn serve_clients(server: &Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            // What the client leaves behind is dropped with it, and nothing is shared.
            Accepted::Client(client) => catch_unwind(move || echo(&client)).unwrap_or(Ok(()))?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
