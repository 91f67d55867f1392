//! One side of a turn: a thread on a core of its own, what it has spent, and its end of a connection.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    os::fd::OwnedFd,
    time::Duration,
};

use rustix::{
    net::{AddressFamily, SocketFlags, SocketType, connect, socket_with, sockopt},
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
    time::{ClockId, clock_gettime},
};

/// Where sender and receiver meet.
pub(crate) const LOOPBACK: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Some kernels come with another one that lets a clock decide when to send.
pub(crate) const CONGESTION: &str = "cubic";

/// The processor time that this thread has had.
pub(crate) fn cpu() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

/// Does some work while this thread keeps to one of the first two cores that there are for us.
pub(crate) fn on_core<T>(side: usize, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let all = sched_getaffinity(None)?;
    let cores: Vec<_> = (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core)).collect();
    let mut own = CpuSet::new();
    own.set(cores[side % cores.len()]);
    sched_setaffinity(None, &own)?;
    work()
}

/// A client's end of a connection.
pub(crate) fn connect_to(address: &SocketAddr) -> io::Result<OwnedFd> {
    let client = socket_with(AddressFamily::INET, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
    connect(&client, address)?;
    set_up(&client)?;
    Ok(client)
}

/// What both ends are told.
pub(crate) fn set_up(socket: &OwnedFd) -> io::Result<()> {
    sockopt::set_tcp_nodelay(socket, true)?;
    // Where it is not there, the environment of the run says what is.
    sockopt::set_tcp_congestion(socket, CONGESTION).ok();
    Ok(())
}
