//! Plays chapter 15: `cargo run -p chapter-15`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_15::run()
}
