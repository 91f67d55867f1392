//! Programs that a case may need, and whether they are there.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Whether a tool that is missing is a failure, and no reason to skip (`WFB_REQUIRE_TOOLS=1`).
pub(crate) fn required() -> bool {
    env::var_os("WFB_REQUIRE_TOOLS").is_some_and(|value| value == "1")
}

/// Whether a program can be run.
pub(crate) fn has(program: &str) -> bool {
    let version = if program == "strace" { "-V" } else { "--version" };
    succeeds(Command::new(program).arg(version))
}

/// A Python that has a module: the one into which `.ci/run` puts what is pinned, or another.
pub(crate) fn python(module: &str) -> Option<PathBuf> {
    // The first one on the path may be a private one; the system's has the system's modules.
    [clients().join("../../target/python/bin/python"), "python3".into(), "/usr/bin/python3".into()]
        .into_iter()
        .find(|python| succeeds(Command::new(python).args(["-c", &format!("import {module}")])))
}

/// Whether Node can load a module as a program of `tests/clients` does.
pub(crate) fn has_node_module(module: &str) -> bool {
    let program = format!("require({module:?})");
    succeeds(Command::new("node").args(["-e", &program]).current_dir(clients()))
}

/// The programs that are clients, and the files that pin their libraries.
pub(crate) fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients")
}

/// Whether anyone may listen on any port (ip(7)).
pub(crate) fn all_ports_are_free() -> bool {
    let first = fs::read_to_string("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    first.is_ok_and(|first| first.trim() == "0")
}

fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
