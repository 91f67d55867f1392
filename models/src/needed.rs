//! Whether this machine has what a model waits with: one look, before the model says that it
//! serves.

use std::io;

use rustix::io::Errno;

/// The error of `call` as the reader can act on it, if the kernel lacks the call, which came with
/// Linux `since`, or a sandbox forbids it. This is not who is to blame, but which words to use.
pub(crate) fn explain(call: &str, since: &str, error: io::Error) -> io::Error {
    let why = match Errno::from_io_error(&error) {
        Some(Errno::NOSYS) => format!("The kernel is too old: this takes {call} of Linux {since}"),
        Some(Errno::PERM | Errno::ACCESS) => forbidden(call),
        _ => return error,
    };
    io::Error::new(error.kind(), why)
}

pub(crate) fn forbidden(call: &str) -> String {
    format!(
        "A container's seccomp profile forbids {call}: \
         `docker run --security-opt seccomp=unconfined` allows it"
    )
}
