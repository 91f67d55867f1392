//! How do we wait? In select(2), for all sockets at once; we hand over sets of them each time.
//!
//! A set is a bit for each descriptor below 1024, whoever it belongs to. The kernel overwrites the
//! sets with its answer, so they are made anew for each wait. A client whose descriptor is 1024 or
//! more can't be waited for: it is told so, and turned away.

mod fd_set;

use std::io;

use rustix::event::Timespec;
use socket_core::session::Want;

use crate::{
    clients::{Clients, Who},
    needed::explain,
    server::{Model, Room, Server},
    timers,
};

pub use fd_set::{FdSet, LIMIT, select};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model = Model::new("select", "in select(2), for every socket at once", serve)
    .room(Room::Descriptors(LIMIT))
    .needs(available);

/// What a client hears whose descriptor no set can hold.
const REFUSAL: &str = "-ERR max number of clients reached: select(2) has no room for this one\r\n";

/// One look at nothing.
fn available() -> io::Result<()> {
    let looked = select(&mut FdSet::new(), &mut FdSet::new(), Some(&Timespec::default()));
    looked.map_err(|error| explain("pselect6(2)", "2.6.16", error))
}

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for; or the process had so many
/// descriptors before that the listener fits into no set.
// ANCHOR: serve
pub fn serve(server: Server) -> io::Result<()> {
    let mut clients = Clients::new(server)?;
    while !clients.done() {
        for who in wait(&clients)? {
            match who {
                Who::Listener => accept(&mut clients)?,
                Who::Shutdown | Who::Client(_) => _ = clients.ready(who)?,
            }
        }
        clients.expire_all()?;
    }
    Ok(())
}
// ANCHOR_END: serve

/// Waits until someone is ready, or a deadline has come.
// ANCHOR: wait
fn wait(clients: &Clients) -> io::Result<Vec<Who>> {
    let (mut read, mut write) = (FdSet::new(), FdSet::new());
    for (_, socket, want) in clients.waits() {
        match want {
            Want::Read => read.insert(socket)?,
            Want::Write => write.insert(socket)?,
            Want::Sleep(_) | Want::Close => {}
        }
    }
    let timeout = timers::timeout(clients.deadline());
    select(&mut read, &mut write, timeout.as_ref())?;
    let ready = clients.waits().filter(|(_, socket, want)| match want {
        Want::Read => read.contains(socket),
        Want::Write => write.contains(socket),
        Want::Sleep(_) | Want::Close => false,
    });
    Ok(ready.map(|(who, ..)| who).collect())
}
// ANCHOR_END: wait

/// Takes one client, if a set has room for its descriptor.
// ANCHOR: accept
fn accept(clients: &mut Clients) -> io::Result<()> {
    let Some(token) = clients.accept()? else { return Ok(()) };
    let socket = clients.socket(token).expect("it has just come");
    if FdSet::has_room_for(socket) { Ok(()) } else { clients.refuse(token, REFUSAL) }
}
// ANCHOR_END: accept
