//! Plays chapter 16: `cargo run -p chapter-16`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_16::CHAPTER.run()
}
