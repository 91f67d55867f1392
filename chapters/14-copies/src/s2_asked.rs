//! The kernel is asked to send out of our memory, without a copy; and says what it has done.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
};

use io_models::Server;
use rustix::{
    event::{PollFd, PollFlags, poll},
    io::retry_on_intr,
};
use socket_core::net::Transfer;

use crate::{file, pages::Pages, zerocopy};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let file = file::open()?;
    let pages = Pages::of_file(&file, file::length(&file)?)?;
    zerocopy::allow(&server.listener)?;
    file::serve(&server, |client| send(client, &pages))
}

// ANCHOR: send
fn send(client: &OwnedFd, pages: &Pages) -> io::Result<bool> {
    let mut lent = 0;
    let is_sent = file::transfer_all(pages.len(), |sent| {
        let outcome = zerocopy::send(client, pages, sent, pages.len() - sent)?;
        lent += u32::from(matches!(outcome, Transfer::Bytes(_)));
        Ok(outcome)
    })?;
    wait_until_released(client, lent)?;
    Ok(is_sent)
}
// ANCHOR_END: send

// ANCHOR: wait
/// Waits until the kernel has said of so many sends that their memory is ours.
fn wait_until_released(client: &OwnedFd, mut lent: u32) -> io::Result<()> {
    while lent > 0 {
        match zerocopy::released(client)? {
            Some(released) => lent = lent.saturating_sub(released.sends),
            None => wait_for_word(client)?,
        }
    }
    Ok(())
}

/// An error queue that is not empty is a POLLERR: nobody needs to ask for that.
fn wait_for_word(client: &OwnedFd) -> io::Result<()> {
    let client = PollFd::from_borrowed_fd(client.as_fd(), PollFlags::empty());
    retry_on_intr(|| poll(&mut [client.clone()], None))?;
    Ok(())
}
// ANCHOR_END: wait
