//! The file that the servers of this chapter send, and the loop around it.

use std::{
    fs::File,
    io::{self, Write},
    os::fd::OwnedFd,
};

use io_models::Server;
use rustix::fs::{MemfdFlags, memfd_create};
use socket_core::net::{self, Accepted, Blocking, Transfer};

/// What is in it at first.
const TEXT: &[u8] = b"old\n";

// ANCHOR: open
/// A file that is all in the page cache, where those of a disk are once somebody has read them.
pub(crate) fn open() -> io::Result<File> {
    let mut file = File::from(memfd_create("file", MemfdFlags::CLOEXEC)?);
    file.write_all(TEXT)?;
    Ok(file)
}
// ANCHOR_END: open

/// How long it is.
pub(crate) fn length(file: &File) -> io::Result<usize> {
    usize::try_from(file.metadata()?.len()).map_err(io::Error::other)
}

// ANCHOR: serve
/// One client at a time. Whatever it says, it is sent something, until it is not there any more.
pub(crate) fn serve(
    server: &Server,
    mut send: impl FnMut(&OwnedFd) -> io::Result<bool>,
) -> io::Result<()> {
    while let Some(client) = accept(&server.listener)? {
        while let Transfer::Bytes(1..) = net::receive(&client, &mut [0; 512])? {
            if !send(&client)? {
                break;
            }
        }
    }
    Ok(())
}
// ANCHOR_END: serve

/// Waits for the next client; there is none if the server must stop.
pub(crate) fn accept(listener: &OwnedFd) -> io::Result<Option<OwnedFd>> {
    loop {
        match net::accept(listener, Blocking::Yes)? {
            Accepted::Client(client) => return Ok(Some(client)),
            Accepted::Stopped => return Ok(None),
            _ => {}
        }
    }
}

/// Makes one call after the other, each for what the ones before have left of `length` bytes.
/// Whether all of them went: they do not, if the client has gone.
pub(crate) fn transfer_all(
    length: usize,
    mut send: impl FnMut(usize) -> io::Result<Transfer>,
) -> io::Result<bool> {
    let mut sent = 0;
    while sent < length {
        match send(sent)? {
            Transfer::Bytes(0) | Transfer::NotNow | Transfer::Gone => return Ok(false),
            Transfer::Bytes(more) => sent += more,
        }
    }
    Ok(true)
}
