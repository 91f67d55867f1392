//! How do we wait? As `blocking` does, in a pool of threads.
//!
//! Each thread waits for one client. When all of them have one, the next client waits in the
//! backlog.

use std::{io, thread};

use crate::{
    blocked::Blocked,
    blocking::serve_clients,
    server::{Model, Room, Server},
    shared::Shared,
    shutdown,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model = Model::new(
    "threads",
    "blocked in recv(2), each thread of a pool on a client of its own",
    serve,
)
.room(Room::Threads)
.needs(shutdown::available);

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    let blocked = Blocked::new(vec![server.shutdown]);
    let listener = blocked.enter(server.listener);
    let store = Shared::new(server.store);
    // ANCHOR: worker
    let worker = || serve_clients(&listener, &store, &blocked, &server.limits);
    // ANCHOR_END: worker
    blocked.wake_at_shutdown(server.limits.grace, || {
        thread::scope(|scope| {
            let pool = (0..server.limits.threads)
                // Until there is room for one more, those that there are serve.
                .map_while(|_| blocked.start(scope, worker).transpose())
                .collect::<io::Result<Vec<_>>>()
                // The threads that there are must not wait for the one that there is not.
                .inspect_err(|_| blocked.stop())?;
            pool.into_iter().try_for_each(|thread| thread.join().expect("a session does not panic"))
        })
    })
}
