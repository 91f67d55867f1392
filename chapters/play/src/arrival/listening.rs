//! Whether a server listens yet.

use std::net::SocketAddr;

use crate::arrival::proc_net::{Row, find};

/// States of a socket, as the kernel numbers them (`include/net/tcp_states.h`).
const LISTENS: &str = "0A";
const IS_UNCONNECTED: &str = "07";

/// Asks the kernel whether somebody listens at `address`, or takes datagrams there: to connect
/// would be part of the scene.
pub(crate) fn is_listening(address: SocketAddr) -> bool {
    let tables = [("tcp", LISTENS), ("tcp6", LISTENS), ("udp", IS_UNCONNECTED)];
    tables.iter().any(|(table, state)| is_in(table, address, state))
}

fn is_in(table: &str, address: SocketAddr, state: &str) -> bool {
    find(table, address, |row| row.column(Row::STATE) == state).is_some()
}
