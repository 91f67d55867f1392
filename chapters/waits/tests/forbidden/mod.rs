//! A system that forbids one call, as a container does: seccomp(2).

use std::{ffi::OsStr, process::Command};

/// The number is the same on every kind of machine.
pub(crate) const PIDFD_GETFD: &str = "438";

/// `waits`, to which this call fails so. It takes Python to set up.
pub(crate) fn waits_where(call: &str, fails_with: &str) -> Command {
    let filter = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/forbids.py");
    let words = [filter, call, fails_with, env!("CARGO_BIN_EXE_waits")];
    let mut command = Command::new("python3");
    command.args(words.map(OsStr::new));
    command
}
