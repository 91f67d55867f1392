//! What each client of the first steps gets: its datagram back.

use std::{io, os::fd::OwnedFd};

use rustix::net::{RecvFlags, SendFlags, recvfrom, sendto};
use socket_core::net::{self, Transfer};

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
        // Not now; or an error costs this one, and its sender will ask again.
        Err(error) => Ok(net::transferred(Err(error))? == Transfer::Gone),
    }
}
// ANCHOR_END: echo
