//! The servers of chapter 16 as two more models: programs without std, alloc and libc.
//!
//! They have fixed memory, no limits of their own to be set, and no end but that of their process.
//! So they are asked about the protocol, and what they do without descriptors.

use std::{
    env, io,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use io_models::{Model, Server};

/// Their rows beside those of [`io_models::MODELS`].
pub(crate) static MODELS: [Model; 2] = [
    Model::new("bare", "in epoll_wait(2), without a library", many).needs(available),
    Model::new("few", "in epoll_wait(2), in less than 16 KiB", few).needs(available),
];

/// Whether a model is one of these.
pub(crate) fn is_bare(model: &Model) -> bool {
    MODELS.iter().any(|bare| bare.name == model.name)
}

/// Whether a model knows the commands that are not about data.
pub(crate) fn knows_all_commands(model: &Model) -> bool {
    !is_few(model)
}

fn is_few(model: &Model) -> bool {
    model.name == "few"
}

/// Whether the suite asks a model about a subject.
pub(crate) fn is_asked(model: &Model, subject: &str) -> bool {
    match subject {
        "protocol" | "scarcity" => true,
        "mistakes" | "introduction" => knows_all_commands(model),
        "size" => is_few(model),
        _ => !is_bare(model),
    }
}

fn many(server: Server) -> io::Result<()> {
    become_program("many", server)
}

fn few(server: Server) -> io::Result<()> {
    become_program("few", server)
}

fn become_program(name: &str, server: Server) -> io::Result<()> {
    Err(Command::new(program(name)).stdin(server.listener).exec())
}

/// Where a program is, once it has been built.
pub(crate) fn program(name: &str) -> PathBuf {
    target().join("freestanding").join(name)
}

/// Builds the programs, once for all cases.
fn available() -> io::Result<()> {
    // The server that is started by a case finds it built.
    if env::var_os(crate::serve::MODEL).is_some() {
        return Ok(());
    }
    static BUILT: OnceLock<bool> = OnceLock::new();
    match BUILT.get_or_init(|| cfg!(all(target_os = "linux", target_arch = "x86_64")) && build()) {
        true => Ok(()),
        false => Err(io::Error::other("it builds for Linux on x86-64 only, with cargo")),
    }
}

/// Built alone: in one build with the others, features of theirs would bring std along.
fn build() -> bool {
    let status = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["build", "--quiet", "--package", "freestanding", "--features", "server"])
        .args(["--profile", "freestanding", "--target-dir"])
        .arg(target())
        .status();
    status.is_ok_and(|status| status.success())
}

fn target() -> PathBuf {
    root().join("target/freestanding-test")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
