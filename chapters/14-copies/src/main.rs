//! Plays chapter 14: `cargo run -p chapter-14`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_14::run()
}
