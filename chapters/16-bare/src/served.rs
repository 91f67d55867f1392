//! The servers of `core/freestanding`, in a program that has all the rest.

use std::{
    io,
    os::fd::{AsFd, AsRawFd},
};

use freestanding::table::Table;
use io_models::Server;

// ANCHOR: serve
pub(crate) fn calls(server: Server) -> io::Result<()> {
    let listener = usize::try_from(server.listener.as_raw_fd()).expect("it is open");
    freestanding::calls::serve(listener).map_err(io::Error::from_raw_os_error)
}

pub(crate) fn one(server: Server) -> io::Result<()> {
    Ok(freestanding::one::serve(server.listener.as_fd())?)
}

pub(crate) fn many(server: Server) -> io::Result<()> {
    Ok(freestanding::many::serve(server.listener.as_fd(), Table::default())?)
}
// ANCHOR_END: serve
