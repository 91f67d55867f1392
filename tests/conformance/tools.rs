//! Programs that a case may need, and whether they are there.

use std::{
    collections::HashMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
};

/// Whether a tool that is missing is a failure, and no reason to skip (`WFB_REQUIRE_TOOLS=1`).
pub(crate) fn required() -> bool {
    env::var_os("WFB_REQUIRE_TOOLS").is_some_and(|value| value == "1")
}

/// Whether a program can be run.
pub(crate) fn has(program: &str) -> bool {
    let version = if program == "strace" { "-V" } else { "--version" };
    succeeds(&[program, version])
}

/// A Python that has a module: the one into which `.ci/run` puts what is pinned, or another.
pub(crate) fn python(module: &str) -> Option<PathBuf> {
    // The first one on the path may be a private one; the system's has the system's modules.
    [clients().join("../../target/python/bin/python"), "python3".into(), "/usr/bin/python3".into()]
        .into_iter()
        .find(|python| {
            let python = python.to_str().expect("it is ours, and plain");
            succeeds(&[python, "-c", &format!("import {module}")])
        })
}

/// Whether Node can load a module as a program of `tests/clients` does.
pub(crate) fn has_node_module(module: &str) -> bool {
    succeeds(&["node", "-e", &format!("require({module:?})")])
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

/// What is already known of a command. To start an interpreter and its modules takes longer than many
/// a case.
static KNOWN: Mutex<Option<HashMap<String, bool>>> = Mutex::new(None);

/// Whether a command ends well: it is run once.
fn succeeds(words: &[&str]) -> bool {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    *known.get_or_insert_default().entry(words.join(" ")).or_insert_with(|| ends_well(words))
}

fn ends_well(words: &[&str]) -> bool {
    let mut command = Command::new(words[0]);
    // There Node finds the modules.
    command.args(&words[1..]).current_dir(clients());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
