//! Wrong on purpose (`one_client_wakes_one`): an executor of chapter 12 in each thread, and the
//! listener is with the reactor of each.

use std::{io, os::fd::OwnedFd, thread};

use io_models::{
    Server,
    executor::{Executor, Source, spawn},
};
use socket_core::net::{self, Accepted, Blocking};

use crate::worker::{THREADS, echo, is_over};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let listener = server.listener.try_clone()?;
            let serve = || Executor::new()?.block_on(accept_clients(listener))?;
            thread::Builder::new().spawn_scoped(scope, serve)?;
        }
        Ok(())
    })
}

async fn accept_clients(listener: OwnedFd) -> io::Result<()> {
    let listener = Source::new(listener);
    loop {
        listener.readable().await?;
        if let Accepted::Client(client) = net::accept(&listener, Blocking::No)? {
            spawn(async { _ = serve_client(Source::new(client)).await });
        }
    }
}

async fn serve_client(client: Source<OwnedFd>) -> io::Result<()> {
    loop {
        client.readable().await?;
        if is_over(echo(&client)?) {
            return Ok(());
        }
    }
}
// ANCHOR_END: serve
