//! What each client of the first steps gets: its datagram back.

use std::{io, os::fd::OwnedFd};

use rustix::{
    io::Errno,
    net::{RecvFlags, SendFlags, recvfrom, sendto},
};

// ANCHOR: echo
/// Sends the next datagram back to where it came from; whether there was one.
pub(crate) fn echo(socket: &OwnedFd) -> io::Result<bool> {
    let mut bytes = [0; 512];
    match recvfrom(socket, &mut bytes, RecvFlags::empty()) {
        Ok((len, _, Some(sender))) => {
            // A datagram may be lost, also here: its sender will ask again.
            _ = sendto(socket, &bytes[..len], SendFlags::empty(), &sender);
            Ok(true)
        }
        Ok((_, _, None)) => Ok(true),
        Err(Errno::AGAIN) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
// ANCHOR_END: echo
