//! Serving for real: the reader's own clients may call.

use std::{
    io::{self, Write},
    net::SocketAddr,
    num::NonZero,
    os::fd::OwnedFd,
};

use io_models::{Server, shutdown};
use play::Serve;
use rustix::net::getsockname;
use socket_core::net::listen;

/// Serves at `address` until Ctrl-C, having said where and how to call; in so many threads, if that
/// is said.
pub(crate) fn serve(
    serve: Serve,
    address: SocketAddr,
    threads: Option<NonZero<usize>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let shutdown = shutdown::on_signals()?;
    let (listener, address) = listen_at(address)?;
    out.write_all(invitation(address).as_bytes())?;
    out.flush()?;
    let mut server = Server::new(listener, shutdown);
    if let Some(threads) = threads {
        server.limits.threads = threads.get();
        server.limits.workers = Some(threads);
    }
    serve(server)
}

/// Listens, and tells where that is.
pub(crate) fn listen_at(address: SocketAddr) -> io::Result<(OwnedFd, SocketAddr)> {
    let listener = listen(address).map_err(|error| explain(address, &error.into()))?;
    let address = SocketAddr::try_from(getsockname(&listener)?)?;
    Ok((listener, address))
}

/// Where and how to call.
pub(crate) fn invitation(address: SocketAddr) -> String {
    let (host, port) = (address.ip(), address.port());
    format!(
        "Serving at {address}; Ctrl-C ends it. From another terminal:\n  \
         redis-cli -h {host} -p {port}\n  \
         nc {host} {port}      and then a line like PING\n"
    )
}

fn explain(address: SocketAddr, error: &io::Error) -> io::Error {
    let way_out = "choose another address, like 127.0.0.1:0";
    io::Error::new(error.kind(), format!("Cannot listen at {address}: {error}; {way_out}."))
}
