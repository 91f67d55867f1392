//! `cargo run -p waits`: who waits in a server, for what, in which system call.

use std::process::ExitCode;

fn main() -> ExitCode {
    waits::run()
}
