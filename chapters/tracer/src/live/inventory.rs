//! What a server that runs already has open: its listeners, its clients, what its epoll(7) watches.

use recording::Subject;
use rustix::process::Pid;

use crate::{
    decode::{names::Names, strangers::Connection},
    follow::task::Traced,
    stops::proc::{descriptors, watched},
};

/// What was there.
#[derive(Debug, Default)]
pub(crate) struct Inventory {
    pub(crate) connections: Vec<Connection>,
    /// An io_uring(7): what lies where in its memory was told when it was made, and to nobody else.
    pub(crate) has_ring: bool,
}

/// Names what these tasks have open.
pub(crate) fn inventory(tasks: &[Traced], names: &mut Names) -> Inventory {
    let processes: Vec<Pid> =
        tasks.iter().filter(|task| task.is_process()).map(|task| task.process).collect();
    let mut inventory = Inventory::default();
    // A connection is known by the listener that it came from.
    for _ in ["listeners", "connections"] {
        for process in &processes {
            inventory.has_ring |= look(*process, names);
        }
    }
    inventory.connections = names.new_connections();
    inventory
}

/// Names what a process has open; whether a ring is among it.
fn look(process: Pid, names: &mut Names) -> bool {
    let mut has_ring = false;
    for descriptor in descriptors(process) {
        let kind = names.of_socket_or_kind(process, descriptor);
        has_ring |= kind == Some(Subject::Ring);
        if kind == Some(Subject::Epoll) {
            register(process, descriptor, names);
        }
    }
    has_ring
}

fn register(process: Pid, epoll: i32, names: &mut Names) {
    for (descriptor, token) in watched(process, epoll) {
        if let Some(name) = names.of(process, descriptor) {
            names.register(process, epoll, token, name);
        }
    }
}
