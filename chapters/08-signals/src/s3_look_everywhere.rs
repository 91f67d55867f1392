//! SIGIO means that signals were lost: look everywhere, and take all that is there.

use std::io;

use io_models::{
    Server,
    signals::{News, Signals},
};

use crate::datagrams::echo;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let socket = &server.listener;
    let signals = Signals::block()?;
    signals.arm(socket)?;
    while echo(socket)? {}
    // ANCHOR: loop
    loop {
        match signals.wait(None)? {
            Some(News::Of { .. }) => _ = echo(socket)?,
            Some(News::Overflow) => while echo(socket)? {},
            None => {}
        }
    }
    // ANCHOR_END: loop
}
