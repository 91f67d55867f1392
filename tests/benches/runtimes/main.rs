//! What does a request cost on what others have built? Beside all that
//! `cargo bench -p io-models` measures.
//!
//! `cargo bench -p benches --bench runtimes -- --help`

mod servers;

use std::process::ExitCode;

fn main() -> ExitCode {
    lab::cost(servers::SERVERS)
}
