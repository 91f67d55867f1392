//! Whether a server listens yet.

use std::net::SocketAddr;

use tracer::sock_diag::is_heard;

use crate::arrival::proc_net::{Row, find};

/// States of a socket, as the kernel numbers them (`include/net/tcp_states.h`).
const LISTENS: &str = "0A";
const IS_UNCONNECTED: &str = "07";

/// Asks the kernel whether somebody listens at `address`, or takes datagrams there: to connect
/// would be part of the scene.
pub(crate) fn is_listening(address: SocketAddr) -> bool {
    let in_tables = |_| ["tcp", "tcp6"].iter().any(|table| is_in(table, address, LISTENS));
    // Where sock_diag(7) does not tell, the tables of all connections do, which may be long.
    is_heard(address.port()).unwrap_or_else(in_tables) || is_in("udp", address, IS_UNCONNECTED)
}

fn is_in(table: &str, address: SocketAddr, state: &str) -> bool {
    find(table, address, |row| row.column(Row::STATE) == state).is_some()
}
