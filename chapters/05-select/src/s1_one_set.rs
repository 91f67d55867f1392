//! One thread waits for two clients, in one call: select(2) says which of them have sent.

use std::{io, os::fd::AsFd};

use io_models::{
    Server,
    select::{FdSet, select},
};

use crate::echo::{turn, two_clients};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let clients = two_clients(&server.listener)?;
    loop {
        let mut set = FdSet::new();
        for client in &clients {
            set.insert(client.as_fd())?;
        }
        select(&mut set, &mut FdSet::new(), None)?;
        for client in clients.iter().filter(|client| set.contains(client)) {
            if !turn(client)? {
                return Ok(());
            }
        }
    }
}
// ANCHOR_END: serve
