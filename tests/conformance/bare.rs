//! The server of chapter 16 as one more model: a program without std, alloc and libc.
//!
//! It has fixed memory, no limits of its own to be set, and no end but that of its process. So it is
//! asked about the protocol only.

use std::{
    env, io,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use io_models::{Model, Server};

/// What the suite asks it about.
pub(crate) const SUBJECTS: &[&str] = &["protocol", "mistakes", "introduction"];

/// Its row beside those of [`io_models::MODELS`].
pub(crate) static MODEL: Model =
    Model::new("bare", "in epoll_wait(2), without a library", serve).needs(available);

/// Becomes the program.
fn serve(server: Server) -> io::Result<()> {
    Err(Command::new(program()).stdin(server.listener).exec())
}

/// Builds the program, once for all cases.
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

fn program() -> PathBuf {
    target().join("freestanding/many")
}

fn target() -> PathBuf {
    root().join("target/freestanding-test")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
