//! Wrong on purpose (`one_descriptor_too_many`): one set for all, until a descriptor has no room.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
};

use io_models::{
    Server,
    select::{FdSet, select},
};
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::turn;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let mut clients = Vec::new();
    loop {
        let (comes, ready) = wait(&server.listener, &clients)?;
        clients = turns(clients, ready)?;
        if comes {
            match net::accept(&server.listener, Blocking::No)? {
                Accepted::Client(client) => clients.push(client),
                Accepted::Stopped => return Ok(()),
                _ => {}
            }
        }
    }
}

/// Whether a new client comes, and whether each of the others is ready.
type Ready = (bool, Vec<bool>);

/// Waits until somebody is ready.
pub(crate) fn wait(listener: &OwnedFd, clients: &[OwnedFd]) -> io::Result<Ready> {
    let mut set = FdSet::new();
    set.insert(listener.as_fd())?;
    for client in clients {
        set.insert(client.as_fd())?;
    }
    select(&mut set, &mut FdSet::new(), None)?;
    let ready = clients.iter().map(|client| set.contains(client)).collect();
    Ok((set.contains(listener), ready))
}
// ANCHOR_END: serve

/// One turn for each client that is ready. Returns those that are still there.
pub(crate) fn turns(clients: Vec<OwnedFd>, ready: Vec<bool>) -> io::Result<Vec<OwnedFd>> {
    let mut stay = Vec::new();
    for (client, ready) in clients.into_iter().zip(ready) {
        if !ready || turn(&client)? {
            stay.push(client);
        }
    }
    Ok(stay)
}
