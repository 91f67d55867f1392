//! What does a request cost? Each model, beside a bare loop and redis-server.
//!
//! `cargo bench -p io-models -- --help`

use std::process::ExitCode;

fn main() -> ExitCode {
    lab::cost(&[])
}
