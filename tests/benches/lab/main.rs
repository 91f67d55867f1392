//! The lab of chapter 13, with what others have built beside the models.
//!
//! `cargo bench -p benches --bench lab -- --help`

#[path = "../runtimes/servers.rs"]
mod servers;

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_13::run(servers::SERVERS)
}
