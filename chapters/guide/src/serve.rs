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
    let (listener, _) = invite(address, out)?;
    let mut server = Server::new(listener, shutdown);
    if let Some(threads) = threads {
        server.limits.threads = threads.get();
        server.limits.workers = Some(threads);
    }
    serve(server)
}

/// Listens, and says where and how to call.
pub(crate) fn invite(
    address: SocketAddr,
    out: &mut impl Write,
) -> io::Result<(OwnedFd, SocketAddr)> {
    let listener = listen(address).map_err(|error| explain(address, &error.into()))?;
    let address = SocketAddr::try_from(getsockname(&listener)?)?;
    let (host, port) = (address.ip(), address.port());
    writeln!(out, "Serving at {address}; Ctrl-C ends it. From another terminal:")?;
    writeln!(out, "  redis-cli -h {host} -p {port}")?;
    writeln!(out, "  nc {host} {port}      and then a line like PING")?;
    out.flush()?;
    Ok((listener, address))
}

fn explain(address: SocketAddr, error: &io::Error) -> io::Error {
    let way_out = "choose another address, like 127.0.0.1:0";
    io::Error::new(error.kind(), format!("Cannot listen at {address}: {error}; {way_out}."))
}
