//! Exercise 1: answer each line with its length, however its bytes come.

use std::{io, os::fd::OwnedFd};

use socket_core::net::{self, Transfer};

use crate::s4_send_all::send_all;

/// Serves a client to its end. Your part: this takes what one receive brings for one line.
pub(crate) fn answer(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        send_all(client, format!("{received} bytes\n").as_bytes())?;
    }
    Ok(())
}
