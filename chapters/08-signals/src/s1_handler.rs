//! A handler counts in an eventfd, and the program waits for that: then it looks at its socket.

use std::{io, sync::Arc};

use io_models::{Server, signals};
use rustix::{
    event::{EventfdFlags, eventfd},
    io::read,
};

use crate::datagrams::echo;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let socket = &server.listener;
    let count = Arc::new(eventfd(0, EventfdFlags::CLOEXEC)?);
    signals::count_in(Arc::clone(&count))?;
    signals::ask_for_sigio(socket)?;
    loop {
        // One count can stand for many datagrams: take all that are there.
        while echo(socket)? {}
        read(&count, &mut [0; 8])?;
    }
}
// ANCHOR_END: serve
