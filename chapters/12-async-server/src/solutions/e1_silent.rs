//! Exercise 1, solved: the wait is dropped when its time is up, and the socket with the task.

use std::{io, os::fd::OwnedFd, time::Duration};

use io_models::{
    Server,
    executor::{Source, within},
};
use socket_core::net::{self, Transfer};

use crate::clients::{send_all, serve_each};

const PATIENCE: Duration = Duration::from_millis(200);

pub(crate) fn serve(server: Server) -> io::Result<()> {
    serve_each(server, echo)
}

async fn echo(client: Source<OwnedFd>) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Some(ready) = within(PATIENCE, client.readable()).await {
        ready?;
        match net::receive(&client, &mut bytes)? {
            Transfer::Bytes(len @ 1..) => send_all(&client, &bytes[..len]).await?,
            Transfer::NotNow => {}
            Transfer::Bytes(_) | Transfer::Gone => break,
        }
    }
    Ok(())
}
