//! Exercise 3: looks at everyone: clients that may have sent, and all that may have connected.

use std::io;

use crate::exercises::Streams;

pub(crate) fn overflow(streams: &mut Streams) -> io::Result<()> {
    for client in streams.clients() {
        streams.turn(client)?;
    }
    while streams.accept()? {}
    Ok(())
}
