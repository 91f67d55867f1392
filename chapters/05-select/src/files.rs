//! A process that has a thousand files open, as a large program may.

use std::{fs::File, io, os::fd::AsRawFd};

use io_models::Server;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// As many as a set has room for, and those that a server has beside them.
const DESCRIPTORS: u64 = 1024 + 16;

/// Whether a process may have so many files open.
pub(crate) fn available() -> io::Result<()> {
    match getrlimit(Resource::Nofile).maximum {
        Some(most @ ..DESCRIPTORS) => Err(io::Error::other(format!(
            "This takes {DESCRIPTORS} descriptors, and the hard limit is {most}: see `ulimit -Hn`"
        ))),
        _ => Ok(()),
    }
}

// ANCHOR: serve
/// Serves where `free` is the first descriptor that is not in use.
pub(crate) fn serve_beside_files(
    free: i32,
    server: Server,
    serve: fn(Server) -> io::Result<()>,
) -> io::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit })?;
    let file = File::open("/proc/self/exe")?;
    let mut files = Vec::new();
    while files.last().map_or(0, File::as_raw_fd) < free - 1 {
        files.push(file.try_clone()?);
    }
    serve(server)
}
// ANCHOR_END: serve
