//! Exercise 3: looks at everyone: clients who may have sent, and all who may have connected.

use std::io;

use crate::exercises::Streams;

pub(crate) fn overflow(streams: &mut Streams) -> io::Result<()> {
    for client in streams.clients() {
        streams.turn(client)?;
    }
    while streams.accept()? {}
    Ok(())
}
