//! Wrong on purpose (`a_line_in_two_pieces`): a dropped future has taken bytes with it.

use std::{io, os::fd::OwnedFd, pin::pin, time::Duration};

use io_models::{
    Server,
    executor::{Either, Source, select, sleep},
};
use socket_core::net::{self, Transfer};

use crate::clients::{send_all, serve_each};

// ANCHOR: serve
const PATIENCE: Duration = Duration::from_millis(500);

pub(crate) fn serve(server: Server) -> io::Result<()> {
    serve_each(server, serve_client)
}

async fn serve_client(client: Source<OwnedFd>) -> io::Result<()> {
    loop {
        let first = {
            let line = pin!(read_line(&client));
            select(line, sleep(PATIENCE)).await
            // Here the one that was not the first is dropped.
        };
        match first {
            Either::First(Some(len)) => {
                send_all(&client, format!("{len} bytes\n").as_bytes()).await?;
            }
            Either::First(None) => return Ok(()),
            Either::Second(()) => send_all(&client, b"still there?\n").await?,
        }
    }
}

/// Waits for a whole line; its length, or nothing at the end of the stream.
async fn read_line(client: &Source<OwnedFd>) -> Option<usize> {
    let mut line = Vec::<u8>::new();
    loop {
        if let Some(end) = line.iter().position(|byte| *byte == b'\n') {
            return Some(end + 1);
        }
        let mut bytes = [0; 64];
        client.readable().await.ok()?;
        match net::receive(client, &mut bytes).ok()? {
            Transfer::Bytes(len @ 1..) => line.extend(&bytes[..len]),
            Transfer::NotNow => {}
            Transfer::Bytes(_) | Transfer::Gone => return None,
        }
    }
}
// ANCHOR_END: serve
