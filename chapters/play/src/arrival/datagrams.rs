//! Whether a datagram has arrived at the server's socket: the kernel lists what waits in each.

use std::{
    fs,
    net::SocketAddr,
    thread::sleep,
    time::{Duration, Instant},
};

/// What has come to a UDP socket: the bytes that wait in it, and the datagrams that it had no room
/// for.
pub(crate) type Arrived = (String, String);

/// How long a datagram can be on the way. A server that waits in the receive itself has taken it
/// before anyone can look; then this is how long it is looked for.
const PATIENCE: Duration = Duration::from_millis(100);

/// What has come to the socket at `server` so far.
pub(crate) fn arrived(server: SocketAddr) -> Option<Arrived> {
    let port = format!(":{:04X}", server.port());
    let table = fs::read_to_string("/proc/net/udp").ok()?;
    table.lines().skip(1).find_map(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        let is_its = fields.get(1)?.ends_with(&port);
        is_its.then(|| Some(((*fields.get(4)?).to_owned(), (*fields.get(12)?).to_owned())))?
    })
}

/// Waits until more has come than `before`.
pub(crate) fn wait(server: SocketAddr, before: &Option<Arrived>) {
    let start = Instant::now();
    while start.elapsed() < PATIENCE && arrived(server) == *before {
        sleep(Duration::from_micros(100));
    }
}
