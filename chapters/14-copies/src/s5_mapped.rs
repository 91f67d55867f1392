//! Whole pages of what a client has sent come into our memory as they are; the rest is copied.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
};

use io_models::Server;
use rustix::{
    event::{PollFd, PollFlags, poll},
    io::{Errno, retry_on_intr},
};
use socket_core::net;

use crate::{
    file,
    pages::Pages,
    window::{self, Mapped},
};

/// How many pages come into memory at once.
const PAGES: usize = 16;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    window::ask_for_pages(&server.listener)?;
    while let Some(client) = file::accept(&server.listener)? {
        let mut pages = Pages::of_socket(&client, PAGES)?;
        while count(&client, &mut pages)? {}
    }
    Ok(())
}
// ANCHOR_END: serve

// ANCHOR: count
/// Counts the lines of what has come, and says how it came. Whether more may come.
fn count(client: &OwnedFd, pages: &mut Pages) -> io::Result<bool> {
    // The call that maps does not wait.
    let arrival = PollFd::from_borrowed_fd(client.as_fd(), PollFlags::IN);
    retry_on_intr(|| poll(&mut [arrival.clone()], None))?;
    match window::receive(client, pages) {
        Ok(Mapped { bytes: mapped @ 1.., .. }) => {
            tell(client, pages.count(b'\n', mapped), "mapped")
        }
        Ok(Mapped { hint: 0, .. }) => Ok(true),
        Ok(Mapped { hint, .. }) => receive(client, hint),
        // EIO says that the stream has ended; so do the errors of a peer.
        Err(Errno::IO) => Ok(false),
        Err(error) => Ok(net::transferred(Err(error)).map(|_| false)?),
    }
}

/// What can't be mapped is received as usual.
fn receive(client: &OwnedFd, length: usize) -> io::Result<bool> {
    let mut bytes = vec![0; length];
    let receive = |received| Ok(net::receive(client, &mut bytes[received..])?);
    let is_whole = file::transfer_all(length, receive)?;
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    Ok(is_whole && tell(client, lines, "copied")?)
}
// ANCHOR_END: count

fn tell(client: &OwnedFd, lines: usize, how: &str) -> io::Result<bool> {
    let said = format!("{lines} lines {how}\n");
    file::transfer_all(said.len(), |sent| Ok(net::send(client, &said.as_bytes()[sent..])?))
}
