//! Exercise 1, solved: the kernel gets a copy to write into.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
};

use io_models::select::{FdSet, select};

use crate::echo::turn;

/// Serves until one of them leaves.
pub(crate) fn serve(clients: &[OwnedFd]) -> io::Result<()> {
    let mut all = FdSet::new();
    for client in clients {
        all.insert(client.as_fd())?;
    }
    loop {
        let mut set = all.clone();
        select(&mut set, &mut FdSet::new(), None)?;
        for client in clients.iter().filter(|client| set.contains(client)) {
            if !turn(client)? {
                return Ok(());
            }
        }
    }
}
