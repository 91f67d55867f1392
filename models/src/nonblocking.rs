//! How do we wait? We don't: every socket is tried in turn, and fails with EAGAIN if it must wait.
//!
//! When a whole round was for nothing, we pause before the next one: first for a moment, then twice
//! as long each time. A pause spares the processor, and whoever comes in the middle of it waits.

use std::{io, thread, time::Duration};

use rustix::event::{self, PollFd, PollFlags, Timespec};
use socket_core::session::Want;

use crate::{
    clients::{Clients, Who},
    scarcity,
    server::{Model, Server},
    shutdown,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model = Model::new(
    "nonblocking",
    "nowhere: tries every socket in turn, and pauses when nothing comes",
    serve,
)
.never_rests()
.needs(shutdown::available);

/// The first pause after something came.
const FIRST: Duration = Duration::from_micros(50);

/// The longest pause: the longest that a client waits for nothing.
const LONGEST: Duration = Duration::from_millis(10);

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
// ANCHOR: serve
pub fn serve(server: Server) -> io::Result<()> {
    let mut clients = Clients::new(server)?;
    let mut pause = Duration::ZERO;
    while !clients.done() {
        let mut moved = false;
        for who in everyone(&clients) {
            moved |= clients.ready(who)?;
        }
        moved |= clients.expire_all()?;
        let longer = (2 * pause).clamp(FIRST, LONGEST);
        pause = if moved { Duration::ZERO } else { longer };
        rest(&mut clients, pause)?;
    }
    Ok(())
}
// ANCHOR_END: serve

/// Whoever might be ready: there is no way to know but to try.
fn everyone(clients: &Clients) -> Vec<Who> {
    let tried = clients.waits().filter(|(who, _, want)| match want {
        Want::Read | Want::Write => *who != Who::Shutdown,
        Want::Sleep(_) | Want::Close => false,
    });
    tried.map(|(who, ..)| who).collect()
}

/// Lets a pause pass; the word to stop ends it.
// ANCHOR: rest
fn rest(clients: &mut Clients, pause: Duration) -> io::Result<()> {
    if clients.stopping() {
        thread::sleep(pause);
        return Ok(());
    }
    let mut stop = [PollFd::new(clients.shutdown(), PollFlags::IN)];
    let pause = Timespec::try_from(pause).expect("a pause is short");
    if scarcity::polled(event::poll(&mut stop, Some(&pause)))? > 0 {
        clients.stop();
    }
    Ok(())
}
// ANCHOR_END: rest
