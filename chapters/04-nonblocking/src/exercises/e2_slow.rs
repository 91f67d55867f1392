//! Exercise 2: let only the client that has asked for it wait for a slow request.

use std::{
    io,
    os::fd::OwnedFd,
    thread,
    time::{Duration, Instant},
};

use socket_core::net::{self, Transfer};

/// How long a slow request takes.
const SLOW: Duration = Duration::from_millis(200);

/// A client, and when its slow request is done, if it has one.
pub(crate) struct Client {
    pub(crate) socket: OwnedFd,
    pub(crate) done: Option<Instant>,
}

/// One turn of a client's; whether it is still there. Your part: this sleeps in the middle of it.
pub(crate) fn turn(client: &mut Client) -> io::Result<bool> {
    let mut bytes = [0; 512];
    match net::receive(&client.socket, &mut bytes)? {
        Transfer::NotNow => {}
        Transfer::Bytes(0) | Transfer::Gone => return Ok(false),
        Transfer::Bytes(received) => {
            if &bytes[..received] == b"slow\n" {
                client.done = Some(Instant::now() + SLOW);
                thread::sleep(SLOW);
            }
            net::send(&client.socket, &bytes[..received])?;
        }
    }
    Ok(true)
}
