//! A client whose turn was the last one leaves the list before its descriptors are closed.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    io,
};

use io_models::Server;
use rustix::event::epoll::{self, EventFlags};

use crate::echo::{self, echo, is_over};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut writers = BTreeMap::new();
    echo::serve(server, EventFlags::IN, |epoll, token, reader| {
        if let Entry::Vacant(place) = writers.entry(token) {
            place.insert(reader.try_clone()?);
        }
        let moved = echo(reader, &writers[&token])?;
        if is_over(moved) {
            epoll::delete(epoll, reader)?;
            writers.remove(&token);
        }
        Ok(moved)
    })
}
