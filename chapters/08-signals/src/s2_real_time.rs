//! Wrong on purpose (`a_full_queue`): takes a datagram at each signal, and does not heed SIGIO.

use std::io;

use io_models::{
    Server,
    signals::{News, Signals},
};

use crate::datagrams::echo;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let socket = &server.listener;
    let signals = Signals::block()?;
    signals.arm(socket)?;
    while echo(socket)? {}
    loop {
        match signals.wait(None)? {
            Some(News::Of { .. }) => _ = echo(socket)?,
            Some(News::Overflow) | None => {}
        }
    }
}
// ANCHOR_END: serve
