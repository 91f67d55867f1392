//! Whether a server listens yet.

use std::{fs, net::SocketAddr};

/// Asks the kernel whether somebody listens at `address`, or takes datagrams there: to connect
/// would be part of the scene.
pub(crate) fn is_listening(address: SocketAddr) -> bool {
    let port = format!(":{:04X}", address.port());
    let listed = |table: &str, wanted: &str| {
        let table = fs::read_to_string(table).unwrap_or_default();
        table.lines().any(|line| {
            let mut fields = line.split_whitespace().skip(1);
            let (local, state) = (fields.next(), fields.nth(1));
            local.is_some_and(|local| local.ends_with(&port)) && state == Some(wanted)
        })
    };
    let (listens, is_unconnected) = ("0A", "07");
    listed("/proc/net/tcp", listens)
        || listed("/proc/net/tcp6", listens)
        || listed("/proc/net/udp", is_unconnected)
}
