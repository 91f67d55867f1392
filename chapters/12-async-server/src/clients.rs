//! Accepts clients, and gives each a task of its own.

use std::{io, os::fd::OwnedFd, time::Duration};

use io_models::{
    Server,
    executor::{Executor, Source, sleep, spawn},
};
use socket_core::net::{self, Accepted, Blocking, Transfer};

/// How long a client for whom there is no descriptor waits in the backlog, at least.
pub(crate) const PAUSE: Duration = Duration::from_millis(100);

// ANCHOR: serve
/// Runs `serve_client` for each client, all on one thread.
pub(crate) fn serve_each<F>(
    server: Server,
    serve_client: fn(Source<OwnedFd>) -> F,
) -> io::Result<()>
where
    F: Future<Output = io::Result<()>> + 'static,
{
    net::set_nonblocking(&server.listener)?;
    Executor::new()?.block_on(async {
        let listener = Source::new(server.listener);
        loop {
            listener.readable().await?;
            match net::accept(&listener, Blocking::No)? {
                Accepted::Client(client) => {
                    let task = serve_client(Source::new(client));
                    spawn(async { _ = task.await });
                }
                Accepted::Stopped => return Ok(()),
                Accepted::Exhausted => sleep(PAUSE).await,
                Accepted::NotNow => {}
            }
        }
    })?
}
// ANCHOR_END: serve

// ANCHOR: send_all
/// Sends all of it, and waits for room where there is none.
pub(crate) async fn send_all(
    client: &Source<OwnedFd>,
    bytes: &[u8],
) -> io::Result<()> {
    let mut unsent = bytes;
    while !unsent.is_empty() {
        match net::send(client, unsent)? {
            Transfer::Bytes(sent) => unsent = &unsent[sent..],
            Transfer::NotNow => client.writable().await?,
            Transfer::Gone => break,
        }
    }
    Ok(())
}
// ANCHOR_END: send_all
