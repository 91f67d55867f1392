//! Whether a datagram has arrived at the server's socket.

use std::{
    net::SocketAddr,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::arrival::proc_net::{Row, find};

/// What has come to a UDP socket: the bytes that wait in it, and the datagrams that it had no room
/// for.
pub(crate) type Arrived = (String, String);

/// How long a datagram can be on the way. A server that waits in the receive itself has taken it
/// before anyone can look; then this is how long it is looked for.
const PATIENCE: Duration = Duration::from_millis(100);

/// What has come to the socket at `server` so far.
pub(crate) fn arrived(server: SocketAddr) -> Option<Arrived> {
    let row = find("udp", server, |_| true)?;
    Some((row.column(Row::QUEUES).to_owned(), row.column(Row::DROPS).to_owned()))
}

/// Waits until more has come than `before`.
pub(crate) fn wait(server: SocketAddr, before: &Option<Arrived>) {
    let start = Instant::now();
    while start.elapsed() < PATIENCE && arrived(server) == *before {
        sleep(Duration::from_micros(100));
    }
}
