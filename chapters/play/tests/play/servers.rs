//! Echo servers that wait in different ways.

pub(crate) mod blocking;
pub(crate) mod busy;
pub(crate) mod epoll;
pub(crate) mod fork;
pub(crate) mod pool;
pub(crate) mod spin;
pub(crate) mod threads;
pub(crate) mod uring;

use std::io::{Read, Write};
use std::net::TcpStream;

/// Echoes until the client is gone.
fn echo(mut stream: TcpStream) {
    let mut buffer = [0; 512];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        if stream.write_all(&buffer[..count]).is_err() {
            return;
        }
    }
}
