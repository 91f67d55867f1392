//! A server, and clients that ask it for a value: the processor time of all its threads.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    num::NonZero,
    thread,
    time::Duration,
};

use anyhow::Result;
use io_models::{Server, shutdown};
use lab::traffic::{Clients, Request};
use rustix::{
    net::getsockname,
    time::{ClockId, clock_gettime},
};
use socket_core::net;

/// Enough for two threads to have some each.
const CLIENTS: usize = 8;
/// Bytes of the value.
const SIZE: usize = 64;
/// No turn takes longer.
const LONGEST: Duration = Duration::from_secs(10);

/// The same server in so many threads.
pub(crate) fn threads(mut server: Server, number: usize) -> Server {
    server.limits.workers = NonZero::new(number);
    server
}

/// Processor time of a request, in nanoseconds. (Nobody counts who waits.)
pub(crate) fn cost(
    serve: impl FnOnce(Server) -> io::Result<()> + Send + 'static,
    requests: u64,
) -> Result<(f64, f64)> {
    let listener = net::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    let address = SocketAddr::try_from(getsockname(&listener)?)?;
    let (stop, stopped) = shutdown::pair()?;
    let server = Server::new(listener, stopped);
    let serving = thread::spawn(move || serve(server));
    let mut clients = Clients::connect(address, CLIENTS)?;
    clients.ask_again(&Request::set(SIZE), LONGEST, CLIENTS as u64)?;
    clients.ask_again(&Request::get(SIZE), LONGEST, requests / 8)?;
    let before = of_others();
    let heard = clients.ask_again(&Request::get(SIZE), LONGEST, requests)?;
    let spent = of_others() - before;
    drop((clients, stop));
    serving.join().expect("a model does not panic")?;
    Ok((spent.as_nanos() as f64 / heard.requests as f64, 0.0))
}

/// The processor time of this process but for this thread, which is all clients.
fn of_others() -> Duration {
    cpu(ClockId::ProcessCPUTime) - cpu(ClockId::ThreadCPUTime)
}

/// A clock's time; they all begin at nothing.
pub(crate) fn cpu(clock: ClockId) -> Duration {
    Duration::try_from(clock_gettime(clock)).unwrap_or_default()
}
