//! One client wakes one thread, and a thread that has taken one goes to the end of the line.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::epoll::EventFlags;

use crate::{s2_herd::on_all_lists, worker::Worker};

// ANCHOR: serve
const IN_LINE: EventFlags = EventFlags::IN.union(EventFlags::EXCLUSIVE);

pub(crate) fn serve(server: Server) -> io::Result<()> {
    on_all_lists(&server, IN_LINE, goes_to_the_end)
}

/// The place is given up, and another one taken, after all the others.
fn goes_to_the_end(worker: &Worker, listener: &OwnedFd) -> io::Result<()> {
    worker.unwatch(listener)?;
    worker.watch(listener, IN_LINE)
}
// ANCHOR_END: serve
