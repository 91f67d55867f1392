//! Whether this machine has what a model waits with: one look, before the model says that it
//! serves.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

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

/// How many entries a folder of this process has in proc(5).
///
/// # Errors
/// proc(5) is not mounted, which is said with the way out, or there is no descriptor to read it.
pub(crate) fn entries(folder: &str) -> io::Result<usize> {
    let folder = Path::new("/proc/self").join(folder);
    let entries = fs::read_dir(&folder).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let folder = folder.display();
            let why = format!("There is no {folder}: `mount -t proc proc /proc` makes it");
            io::Error::new(ErrorKind::NotFound, why)
        }
        _ => error,
    })?;
    Ok(entries.count())
}

pub(crate) fn forbidden(call: &str) -> String {
    format!(
        "A container's seccomp profile forbids {call}: \
         `docker run --security-opt seccomp=unconfined` allows it"
    )
}
