//! Chapter 17: servers that others have written, played with the same clients and watched.

mod arguments;
mod folder;
mod program;
mod ready;
mod scenes;
mod server;
mod servers;
mod show;
mod table;

use std::process::ExitCode;

pub use fingerprint::Facts;
pub use folder::Folder;
pub use program::Missing;
pub use server::{Scene, Server};
pub use servers::SERVERS;
pub use table::table;

/// Does what the command line says: what `main` is.
#[must_use]
pub fn run() -> ExitCode {
    guide::enter(&[]);
    let asked = arguments::parse(std::env::args_os().skip(1));
    let asked = asked.map_err(|error| guide::Failure::Usage(error.to_string()));
    guide::report(asked.and_then(show::perform), "cargo run -p chapter-17 -- --help")
}
