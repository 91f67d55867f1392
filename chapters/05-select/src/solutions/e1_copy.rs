//! Exercise 1, solved: the kernel gets a copy to write into.

use std::{io, os::fd::OwnedFd};

use io_models::select::{FdSet, select};

use crate::echo::turn;

/// Serves until one of them leaves. In the set are the clients and the listener.
pub(crate) fn serve<'fd>(clients: &'fd [OwnedFd], all: FdSet<'fd>) -> io::Result<()> {
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
