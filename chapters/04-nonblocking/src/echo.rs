//! What each client of this chapter gets: its bytes back, without a wait.

use std::{io, os::fd::OwnedFd, thread, time::Duration};

use socket_core::net::{self, Transfer};

// ANCHOR: turn
/// What has come of a try.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Nothing,
    Served,
    Left,
}

/// One try: what has come goes back.
pub(crate) fn turn(client: &OwnedFd) -> io::Result<Turn> {
    let mut bytes = [0; 512];
    match net::receive(client, &mut bytes)? {
        Transfer::NotNow => Ok(Turn::Nothing),
        Transfer::Bytes(0) | Transfer::Gone => Ok(Turn::Left),
        Transfer::Bytes(received) => {
            if &bytes[..received] == b"slow\n" {
                // Work that takes its time. There is only one thread to do it.
                thread::sleep(Duration::from_millis(200));
            }
            send_all(client, &bytes[..received])?;
            Ok(Turn::Served)
        }
    }
}
// ANCHOR_END: turn

fn send_all(client: &OwnedFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match net::send(client, bytes)? {
            Transfer::Bytes(sent) => bytes = &bytes[sent..],
            // The client takes nothing: all others wait with us until it does.
            Transfer::NotNow => {}
            Transfer::Gone => return Ok(()),
        }
    }
    Ok(())
}
