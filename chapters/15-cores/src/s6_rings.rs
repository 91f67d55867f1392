//! Wrong on purpose (`clients_are_shared_out`): each thread has a ring, and asks it once for all
//! clients. They all come to the ring that was asked first.

use std::{collections::BTreeMap, io, os::fd::OwnedFd, thread};

use io_models::{
    Server,
    uring::{Ring, Sizes},
};
use socket_core::net;

use crate::worker::THREADS;

const SIZES: Sizes = Sizes { requests: 64, completions: 128, buffers: 4, bytes: 512 };
const LISTENER: u64 = 0;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    on_rings(&server.listener, true)
}

pub(crate) fn on_rings(listener: &OwnedFd, multishot: bool) -> io::Result<()> {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let serve = || serve_clients(listener, multishot);
            thread::Builder::new().spawn_scoped(scope, serve)?;
        }
        Ok(())
    })
}

fn serve_clients(listener: &OwnedFd, multishot: bool) -> io::Result<()> {
    let mut ring = Ring::new(SIZES)?;
    let mut clients = BTreeMap::new();
    let mut token = LISTENER;
    ring.accept(LISTENER, listener, multishot)?;
    loop {
        ring.wait(None)?;
        while let Some(done) = ring.next() {
            match (done.data, done.client, done.result) {
                (LISTENER, Some(client), _) => {
                    token += 1;
                    ring.receive(token, &client)?;
                    clients.insert(token, client);
                    if !done.more {
                        ring.accept(LISTENER, listener, multishot)?;
                    }
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
