//! The server of the models on runtimes that others have built, to be measured beside ours.
//!
//! `cargo build --release -p benches`, and `cargo bench -p io-models` measures them as well.

#![expect(clippy::print_stderr, reason = "an error belongs on standard error")]

mod on_smol;
mod on_tokio;
mod session;

use std::{env, io, net::TcpListener, os::fd::AsFd, process::ExitCode};

use anyhow::{Result, bail};

fn main() -> ExitCode {
    match serve(env::args().nth(1).as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Serves on standard input, which is a listener, until the process is ended.
fn serve(runtime: Option<&str>) -> Result<()> {
    let listener = TcpListener::from(io::stdin().as_fd().try_clone_to_owned()?);
    listener.set_nonblocking(true)?;
    match runtime {
        Some("tokio") => on_tokio::serve(listener),
        Some("smol") => on_smol::serve(listener),
        _ => bail!("Usage: runtimes tokio|smol, with a listening socket as standard input"),
    }
}
