//! Wrong on purpose (`a_second_client`): one future at a time, on a thread that sleeps meanwhile.

use std::{io, thread};

use io_models::Server;
use pollster::block_on;
use socket_core::net::{self, Accepted, Blocking};

use crate::{exhausted::PAUSE, wait::echo};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => block_on(echo(client))?,
            Accepted::Stopped => return Ok(()),
            Accepted::Exhausted => thread::sleep(PAUSE),
            Accepted::NotNow => {}
        }
    }
}
// ANCHOR_END: serve
