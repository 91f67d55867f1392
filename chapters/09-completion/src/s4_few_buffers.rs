//! Wrong on purpose (`more_than_fits`): a receive that ends for want of a buffer is not asked for
//! again; and there are only two buffers, of four bytes each.

use std::{collections::HashMap, io};

use io_models::{
    Server,
    uring::{Ring, Sizes},
};
use socket_core::net;

const SIZES: Sizes = Sizes { requests: 64, completions: 128, buffers: 2, bytes: 4 };
const LISTENER: u64 = 0;
const SHUTDOWN: u64 = 1;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = Ring::new(SIZES)?;
    let mut clients = HashMap::new();
    ring.readable(SHUTDOWN, &server.shutdown)?;
    ring.accept(LISTENER, &server.listener, true)?;
    let mut number = 2;
    loop {
        ring.wait(None)?;
        while let Some(done) = ring.next() {
            match (done.data, done.client, done.result) {
                (SHUTDOWN, ..) => return Ok(()),
                (LISTENER, Some(client), _) => {
                    ring.receive(number, &client)?;
                    clients.insert(number, client);
                    number += 1;
                }
                (client, _, Ok(1..)) => {
                    net::send(&clients[&client], ring.bytes())?;
                }
                (client, _, Ok(0)) => _ = clients.remove(&client),
                _ => {}
            }
        }
    }
}
// ANCHOR_END: serve
