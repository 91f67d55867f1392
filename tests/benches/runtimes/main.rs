//! What does a request cost on runtimes that others have built? Beside all that
//! `cargo bench -p io-models` measures.
//!
//! `cargo bench -p benches --bench runtimes -- --help`

mod on_smol;
mod on_tokio;
mod session;

use std::process::ExitCode;

use lab::Outsider;

const RUNTIMES: &[Outsider] = &[
    Outsider { name: "tokio", serve: on_tokio::serve },
    Outsider { name: "smol", serve: on_smol::serve },
];

fn main() -> ExitCode {
    lab::cost(RUNTIMES)
}
