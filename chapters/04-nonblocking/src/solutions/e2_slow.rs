//! Exercise 2, solved: a slow request is a moment to look at the clock for, in a later turn.

use std::{
    io,
    time::{Duration, Instant},
};

use socket_core::net::{self, Transfer};

use crate::exercises::Client;

const SLOW: Duration = Duration::from_millis(200);

/// One turn of a client's; whether it is still there.
pub(crate) fn turn(client: &mut Client) -> io::Result<bool> {
    if let Some(done) = client.done {
        if Instant::now() < done {
            return Ok(true);
        }
        client.done = None;
        net::send(&client.socket, b"slow\n")?;
    }
    let mut bytes = [0; 512];
    match net::receive(&client.socket, &mut bytes)? {
        Transfer::NotNow => {}
        Transfer::Bytes(0) | Transfer::Gone => return Ok(false),
        Transfer::Bytes(received) if &bytes[..received] == b"slow\n" => {
            client.done = Some(Instant::now() + SLOW);
        }
        Transfer::Bytes(received) => _ = net::send(&client.socket, &bytes[..received])?,
    }
    Ok(true)
}
