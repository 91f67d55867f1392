//! On which cores servers and clients are.

use std::io;

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// Where servers and clients are, if there are two cores.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Where the kernel puts them; each part of the clients asks all servers.
    Anywhere,
    /// Each server on the core of the part of the clients that asks it, and no other.
    Beside,
    /// On the other one.
    Apart,
}

impl Place {
    /// This thread, and those that it starts, serve on a core of theirs.
    pub(crate) fn of_server(self, cores: &CpuSet, server: usize) -> io::Result<()> {
        if self == Self::Anywhere { Ok(()) } else { hold(cores, server) }
    }

    /// This thread is a part of the clients.
    pub(crate) fn of_clients(self, cores: &CpuSet, part: usize) -> io::Result<()> {
        match self {
            Self::Anywhere => Ok(()),
            Self::Beside => hold(cores, part),
            Self::Apart => hold(cores, part + 1),
        }
    }
}

/// The cores that there are for this thread, until it is done with them.
pub(crate) fn with_cores<T, E: From<io::Error>>(
    work: impl FnOnce(&CpuSet) -> Result<T, E>,
) -> Result<T, E> {
    let cores = sched_getaffinity(None).map_err(io::Error::from)?;
    let done = work(&cores);
    sched_setaffinity(None, &cores).map_err(io::Error::from)?;
    done
}

/// Keeps this thread on one of the cores, of which each has its turn.
fn hold(cores: &CpuSet, turn: usize) -> io::Result<()> {
    let all: Vec<_> = (0..CpuSet::MAX_CPU).filter(|core| cores.is_set(*core)).collect();
    let mut one = CpuSet::new();
    one.set(all[turn % all.len()]);
    Ok(sched_setaffinity(None, &one)?)
}
