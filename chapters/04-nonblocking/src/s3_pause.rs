//! A pause after each round in which nothing came: the core rests, and every client waits for it.

use std::{io, thread, time::Duration};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::{Turn, turn};

// ANCHOR: serve
const PAUSE: Duration = Duration::from_millis(10);

pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let mut clients = Vec::new();
    loop {
        let mut moved = false;
        match net::accept(&server.listener, Blocking::No)? {
            Accepted::Client(client) => clients.push(client),
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
        let mut stay = Vec::new();
        for client in clients {
            let turn = turn(&client)?;
            moved |= turn != Turn::Nothing;
            if turn != Turn::Left {
                stay.push(client);
            }
        }
        clients = stay;
        if !moved {
            thread::sleep(PAUSE);
        }
    }
}
// ANCHOR_END: serve
