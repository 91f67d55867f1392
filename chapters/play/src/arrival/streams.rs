//! Whether what a client did has arrived at the server's end of the connection.
//!
//! On loopback a segment nearly always arrives while the call that sends it runs. Under load the
//! kernel may put that off (softirqs move to a thread of their own); the server would then seem to
//! be at rest although its news is on the way. The kernel tells, for each connection, what has
//! arrived: sock_diag(7), also for a connection that has not been accepted yet.

use std::{
    net::SocketAddr,
    thread::sleep,
    time::{Duration, Instant},
};

use tracer::sock_diag::{End, ask};

/// What to wait for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum News {
    /// The connection is there.
    Connection,
    /// So many bytes have come since it is there.
    Bytes(u64),
    /// The client's end, in good order or not.
    End,
    /// All that the server has sent is at the client.
    Answers,
}

/// How long bytes can be on the way. What a full buffer keeps back will not come sooner.
const BYTES: Duration = Duration::from_secs(1);
/// How long a connection or its end can be: nothing keeps them back.
const OTHERS: Duration = Duration::from_secs(10);

/// Waits until `news` of `client` has arrived at `server`, or will not arrive for now.
///
/// Where the kernel does not tell (sock_diag is a module), it is taken to have arrived.
pub(crate) fn wait(server: SocketAddr, client: SocketAddr, news: News) {
    let start = Instant::now();
    let patience = if matches!(news, News::Bytes(_) | News::Answers) { BYTES } else { OTHERS };
    while start.elapsed() < patience {
        match ask(server, client) {
            Ok(end) if !news.is_at(end) => sleep(Duration::from_micros(100)),
            _ => return,
        }
    }
}

impl News {
    /// Whether it is here, as the server's end tells.
    fn is_at(self, end: End) -> bool {
        match self {
            Self::Connection => end.is_there(),
            Self::Bytes(count) => end.is_gone() || end.received >= count,
            Self::Answers => end.unacknowledged == 0,
            Self::End => end.is_gone() || end.has_heard_the_end(),
        }
    }
}
