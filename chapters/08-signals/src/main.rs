//! Plays chapter 8: `cargo run -p chapter-8`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_8::run()
}
