//! Exercise 2: a pool of two threads that stays one, whatever bug a client meets.

use std::{io, thread};

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

/// Your part: a panic in `echo` ends the thread.
fn serve_clients(server: &Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => echo(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
