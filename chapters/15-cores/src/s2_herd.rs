//! Wrong on purpose (`one_client_wakes_one`): each thread waits for many, and the listener is on
//! the list of each.

use std::{io, thread};

use io_models::Server;
use rustix::event::epoll::EventFlags;
use socket_core::net;

use crate::worker::{Taken, goes_on, workers};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    on_all_lists(&server, EventFlags::IN, goes_on)
}

pub(crate) fn on_all_lists(
    server: &Server,
    flags: EventFlags,
    // What a thread does after it has taken a client.
    taken: Taken,
) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let workers = workers()?;
    thread::scope(|scope| {
        for worker in &workers {
            worker.watch(&server.listener, flags)?;
        }
        for worker in &workers {
            let serve = || worker.serve(&server.listener, taken);
            thread::Builder::new().spawn_scoped(scope, serve)?;
        }
        Ok(())
    })
}
// ANCHOR_END: serve
