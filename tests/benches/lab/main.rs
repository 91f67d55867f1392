//! The lab of chapter 13, with runtimes that others have built beside the models.
//!
//! `cargo bench -p benches --bench lab -- --help`

#[path = "../runtimes/on_smol.rs"]
mod on_smol;
#[path = "../runtimes/on_tokio.rs"]
mod on_tokio;
#[path = "../runtimes/session.rs"]
mod session;

use std::process::ExitCode;

use lab::Outsider;

const RUNTIMES: &[Outsider] = &[
    Outsider { name: "tokio", serve: on_tokio::serve },
    Outsider { name: "smol", serve: on_smol::serve },
];

fn main() -> ExitCode {
    chapter_13::run(RUNTIMES)
}
