//! Wrong on purpose (`a_fourth_client`): three threads wait in accept(2), and each has one client.

use std::{io, thread};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::worker::{THREADS, echo, is_over};

// ANCHOR: serve
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
            Accepted::Client(client) => while !is_over(echo(&client)?) {},
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
// ANCHOR_END: serve
