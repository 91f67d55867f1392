//! This program again, as the server of some name, with its listener for standard input.
//!
//! A server in a process of its own can be watched, limited and killed from outside. It inherits
//! its listener as inetd handed one over: so the caller knows the port before the server runs, and
//! no client has to wait until it listens.

use std::{
    ffi::OsStr,
    fs::File,
    io,
    os::fd::{AsFd, OwnedFd},
    process::{Command, Stdio},
};

use rustix::stdio::dup2_stdin;

/// A command that starts this program again, with the server's name in the environment variable
/// `variable`, and `input`, the listener, for standard input.
pub fn command(variable: &str, server: impl AsRef<OsStr>, input: impl Into<Stdio>) -> Command {
    // The program that runs, whatever has become of its file meanwhile.
    let mut command = Command::new("/proc/self/exe");
    command.env(variable, server).stdin(input);
    command
}

/// Takes the listener, and leaves nothing of it in the place of standard input.
///
/// # Errors
/// No descriptor is left (dup(2)), or there is no `/dev/null`.
pub fn take_listener() -> io::Result<OwnedFd> {
    let listener = io::stdin().as_fd().try_clone_to_owned()?;
    dup2_stdin(File::open("/dev/null")?)?;
    Ok(listener)
}
