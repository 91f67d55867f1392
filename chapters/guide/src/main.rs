//! The tracer and the torture as a program: see `guide --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    guide::program()
}
