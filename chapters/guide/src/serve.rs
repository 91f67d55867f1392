//! Serving for real: the reader's own clients may call.

use std::{
    io::{self, Write},
    net::SocketAddr,
    num::NonZero,
    os::fd::OwnedFd,
};

use io_models::{
    Server,
    shutdown::{Shutdown, Trigger, end_on_signals, on_signals, pair},
};
use rustix::net::getsockname;
use socket_core::net::listen;

use crate::{language::Language, step::Step};

/// Serves at `address` until Ctrl-C, having said where and how to call; in so many threads, if that
/// is said.
pub(crate) fn serve(
    step: &Step,
    address: SocketAddr,
    threads: Option<NonZero<usize>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let (shutdown, _silent) = until_ctrl_c(step)?;
    let (listener, address) = listen_at(address)?;
    out.write_all(invitation(address, step.speaks).as_bytes())?;
    out.flush()?;
    let mut server = Server::new(listener, shutdown);
    if let Some(threads) = threads {
        server.limits.threads = threads.get();
        server.limits.workers = Some(threads);
    }
    (step.serve)(server)
}

/// What tells a step's server to stop; nothing does, if it would not hear that: then the signal is to end
/// its process.
fn until_ctrl_c(step: &Step) -> io::Result<(Shutdown, Option<Trigger>)> {
    if step.stops {
        return Ok((on_signals()?, None));
    }
    end_on_signals()?;
    let (trigger, shutdown) = pair()?;
    Ok((shutdown, Some(trigger)))
}

/// Listens, and tells where that is.
pub(crate) fn listen_at(address: SocketAddr) -> io::Result<(OwnedFd, SocketAddr)> {
    let listener = listen(address).map_err(|error| explain(address, &error.into()))?;
    let address = SocketAddr::try_from(getsockname(&listener)?)?;
    Ok((listener, address))
}

/// Where and how to call a server that speaks this.
pub(crate) fn invitation(address: SocketAddr, speaks: Language) -> String {
    let (host, port) = (address.ip(), address.port());
    let call = match speaks {
        Language::Resp => format!(
            "redis-cli -h {host} -p {port}\n  nc {host} {port}      and then a line like PING"
        ),
        _ => format!("nc {host} {port}      and then any line"),
    };
    format!("Serving at {address}; Ctrl-C ends it. From another terminal:\n  {call}\n")
}

fn explain(address: SocketAddr, error: &io::Error) -> io::Error {
    let way_out = "choose another address, like 127.0.0.1:0";
    io::Error::new(error.kind(), format!("Cannot listen at {address}: {error}; {way_out}."))
}
