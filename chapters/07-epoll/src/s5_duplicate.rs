//! Wrong on purpose (`who_has_gone_is_not_reported`): keeps a second descriptor for each client.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    io,
};

use io_models::Server;
use rustix::event::epoll::EventFlags;

use crate::echo::{self, echo};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut writers = BTreeMap::new();
    echo::serve(server, EventFlags::IN, |_, token, reader| {
        if let Entry::Vacant(place) = writers.entry(token) {
            place.insert(reader.try_clone()?);
        }
        // At its end the reader is closed, and the writer is forgotten here.
        echo(reader, &writers[&token])
    })
}
// ANCHOR_END: serve
