//! How do we wait? Blocked in accept(2) for a client, then in recv(2) and send(2) on it alone.
//!
//! The next client waits in the backlog until this one has left.

use std::{io, os::fd::OwnedFd};

use socket_core::{
    net::{self, Accepted, Blocking, Transfer},
    session::Want,
};

use crate::{
    blocked::{Blocked, Socket},
    connection::Connection,
    scarcity,
    server::{Limits, Model, Room, Server},
    shared::Shared,
    shutdown,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model =
    Model::new("blocking", "blocked in recv(2), on one client at a time", serve)
        .room(Room::One)
        .needs(shutdown::available);

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    let blocked = Blocked::new(vec![server.shutdown]);
    let listener = blocked.enter(server.listener);
    let store = Shared::new(server.store);
    blocked.wake_at_shutdown(server.limits.grace, || {
        serve_clients(&listener, &store, &blocked, &server.limits)
    })
}

/// Serves one client after the other until the listener is stopped.
pub(crate) fn serve_clients(
    listener: &Socket<'_>,
    store: &Shared,
    blocked: &Blocked,
    limits: &Limits,
) -> io::Result<()> {
    loop {
        match net::accept(listener, Blocking::Yes)? {
            Accepted::Client(client) => serve_client(client, store, blocked, limits)?,
            Accepted::NotNow => {}
            Accepted::Exhausted if !blocked.sleep(scarcity::PAUSE)? => {}
            Accepted::Exhausted | Accepted::Stopped => return Ok(()),
        }
    }
}

pub(crate) fn serve_client(
    client: OwnedFd,
    mut store: &Shared,
    blocked: &Blocked,
    limits: &Limits,
) -> io::Result<()> {
    if let Some(idle) = limits.idle {
        net::set_time_limit(&client, idle)?;
    }
    let mut connection = Connection::new(blocked.enter(client), limits.session);
    // ANCHOR: loop
    loop {
        let moved = match connection.want() {
            Want::Read => connection.receive(&mut store)?,
            Want::Write => connection.send(&mut store)?,
            Want::Sleep(duration) => {
                blocked.sleep(duration)?;
                connection.slept(&mut store);
                continue;
            }
            Want::Close => break,
        };
        if moved == Transfer::NotNow {
            break;
        }
    }
    // ANCHOR_END: loop
    connection.close();
    Ok(())
}
