//! Wrong on purpose (`who_was_silent_before`): the set is made once, and passed again and again.

use std::{io, os::fd::AsFd};

use io_models::{
    Server,
    select::{FdSet, select},
};

use crate::echo::{turn, two_clients};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let clients = two_clients(&server.listener)?;
    let mut set = FdSet::new();
    for client in &clients {
        set.insert(client.as_fd())?;
    }
    loop {
        select(&mut set, &mut FdSet::new(), None)?;
        for client in clients.iter().filter(|client| set.contains(client)) {
            if !turn(client)? {
                return Ok(());
            }
        }
    }
}
// ANCHOR_END: serve
