//! Exercise 1, solved: a line is counted across as many receives as it takes.

use std::{io, os::fd::OwnedFd};

use socket_core::net::{self, Transfer};

use crate::s4_send_all::send_all;

/// Serves a client to its end.
pub(crate) fn answer(client: &OwnedFd) -> io::Result<()> {
    let (mut bytes, mut line) = ([0; 512], 0);
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        for byte in &bytes[..received] {
            line += 1;
            if *byte == b'\n' {
                send_all(client, format!("{line} bytes\n").as_bytes())?;
                line = 0;
            }
        }
    }
    Ok(())
}
