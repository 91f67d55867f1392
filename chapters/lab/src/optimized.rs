//! What is measured must be what would be used: a build with optimizations.

use std::{env, os::unix::process::CommandExt, process::Command};

use anyhow::Result;

/// Where cargo has started a debug build, asks it to start a release build of the package in this
/// folder instead.
///
/// A debug build that was started by hand measures itself; the environment of the run says so.
///
/// # Errors
/// cargo can't be started.
pub fn or_ask_cargo(folder: &str) -> Result<()> {
    let Some(cargo) = env::var_os("CARGO").filter(|_| cfg!(debug_assertions)) else {
        return Ok(());
    };
    eprintln!("This is a debug build: cargo is asked for one with optimizations.");
    let mut command = Command::new(cargo);
    let manifest = format!("{folder}/Cargo.toml");
    command.args(["run", "--quiet", "--release", "--manifest-path", &manifest, "--"]);
    Err(command.args(env::args_os().skip(1)).exec().into())
}
