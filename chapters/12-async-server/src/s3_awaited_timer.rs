//! The same, but the task awaits the time: the thread goes on with the others.

use std::{io, os::fd::OwnedFd};

use io_models::{
    Server,
    executor::{Source, sleep},
};

use crate::{clients::serve_each, requests};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    serve_each(server, serve_client)
}

async fn serve_client(client: Source<OwnedFd>) -> io::Result<()> {
    requests::serve_client(client, async |duration| sleep(duration).await).await
}
// ANCHOR_END: serve
