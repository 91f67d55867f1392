//! Plays chapter 1: `cargo run -p chapter-1`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_1::CHAPTER.run()
}
