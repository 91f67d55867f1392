//! Wrong on purpose (`a_third_client`): two threads serve two clients, and the third one waits.

use std::{io, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

// ANCHOR: serve
const THREADS: usize = 2;

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
            Accepted::Client(client) => echo(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
// ANCHOR_END: serve
