//! Wrong on purpose (`a_slow_request`): the task sleeps, and the thread with it, and all clients.

use std::{io, os::fd::OwnedFd, thread};

use io_models::{Server, executor::Source};

use crate::{clients::serve_each, requests};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    serve_each(server, serve_client)
}

async fn serve_client(client: Source<OwnedFd>) -> io::Result<()> {
    requests::serve_client(client, async |duration| thread::sleep(duration)).await
}
// ANCHOR_END: serve
