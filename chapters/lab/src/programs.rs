//! Programs of others, which may be missing.

use std::process::{Command, Stdio};

/// Whether a program is there and can be started.
#[must_use]
pub fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok()
}
