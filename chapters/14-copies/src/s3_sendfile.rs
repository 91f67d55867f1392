//! The kernel sends the file's own pages: no byte of it is ever in our memory.

use std::io;

use io_models::Server;
use rustix::{fs::sendfile, io::retry_on_intr};
use socket_core::net;

use crate::file;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let file = file::open()?;
    // ANCHOR: serve
    file::serve(&server, |client| {
        let length = file::length(&file)?;
        file::transfer_all(length, |sent| {
            let (place, left) = (sent as u64, length - sent);
            let send = || sendfile(client, &file, Some(&mut place.clone()), left);
            Ok(net::transferred(retry_on_intr(send))?)
        })
    })
    // ANCHOR_END: serve
}
