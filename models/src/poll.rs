//! How do we wait? In poll(2), for all sockets at once; we hand over the whole list each time.
//!
//! The list is made anew for each wait: what a client is waited for has changed since the last one.
//! The kernel, too, forgets it when the call returns, and looks at each of its sockets the next
//! time.

use std::io;

use rustix::event::{PollFd, PollFlags};
use socket_core::session::Want;

use crate::{
    clients::{Clients, Who},
    in_parts::poll,
    server::{Model, Server},
    shutdown, timers,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model =
    Model::new("poll", "in poll(2), for every socket at once", serve).needs(shutdown::available);

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
// ANCHOR: serve
pub fn serve(server: Server) -> io::Result<()> {
    let mut clients = Clients::new(server)?;
    while !clients.done() {
        for who in wait(&clients)? {
            clients.ready(who)?;
        }
        clients.expire_all()?;
    }
    Ok(())
}
// ANCHOR_END: serve

// ANCHOR: wait
/// Waits until someone is ready, or a deadline has come.
fn wait(clients: &Clients) -> io::Result<Vec<Who>> {
    let entry = |(who, socket, want)| {
        let fd = PollFd::from_borrowed_fd(socket, interest(want));
        (who, fd)
    };
    let (who, mut fds): (Vec<_>, Vec<_>) = clients.waits().map(entry).unzip();
    let timeout = timers::timeout(clients.deadline());
    poll(&mut fds, timeout.as_ref())?;
    let all = who.into_iter().zip(&fds);
    let ready = all.filter(|(_, fd)| !fd.revents().is_empty());
    Ok(ready.map(|(who, _)| who).collect())
}
// ANCHOR_END: wait

// ANCHOR: interest
fn interest(want: Want) -> PollFlags {
    match want {
        Want::Read => PollFlags::IN,
        Want::Write => PollFlags::OUT,
        Want::Sleep(_) | Want::Close => PollFlags::empty(),
    }
}
// ANCHOR_END: interest
