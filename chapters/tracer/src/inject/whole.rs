//! Why reads and writes that were to be cut were left whole.

use std::fmt;

use rustix::io::Errno;

/// A server that is told of changes only has to be told once more of what a cut leaves, through a
/// duplicate of its socket; this system does not let us have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftWhole(pub(crate) Errno);

impl fmt::Display for LeftWhole {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cause, way_out) = match self.0 {
            Errno::NOSYS => (
                "this system does not have",
                "use Linux 5.6 or later, and start a container with `--cap-add SYS_PTRACE`",
            ),
            _ => (
                "this system forbids",
                "be root, and start a container with `--cap-add SYS_PTRACE`",
            ),
        };
        write!(
            out,
            "Reads and writes were left whole, not cut: the server waits for edges, and to tell it of \
             the rest takes pidfd_getfd(2), which {cause} ({}): {way_out}.",
            recording::Errno(self.0.raw_os_error())
        )
    }
}
