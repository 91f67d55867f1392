//! A ring is asked to send out of our memory; its second completion says what it has done.

use std::io;

use io_models::Server;
use rustix::{io::Errno, pipe::pipe};
use socket_core::net;

use crate::{file, pages::Pages, ring::Ring};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let file = file::open()?;
    let pages = Pages::of_file(&file, file::length(&file)?)?;
    let mut ring = Ring::new()?;
    // ANCHOR: serve
    file::serve(&server, |client| {
        file::transfer_all(pages.len(), |sent| {
            Ok(net::transferred(ring.send(client, &pages, sent, pages.len() - sent))?)
        })
    })
    // ANCHOR_END: serve
}

/// Whether a ring can be asked for this: it is tried on a pipe, which is no socket.
pub(crate) fn available() -> io::Result<()> {
    let file = file::open()?;
    let pages = Pages::of_file(&file, file::length(&file)?)?;
    let (_out, into) = pipe()?;
    match Ring::new()?.send(&into, &pages, 0, pages.len()) {
        Err(Errno::INVAL) => Err(io::Error::other("a SEND_ZC that reports takes Linux 6.2")),
        _ => Ok(()),
    }
}
