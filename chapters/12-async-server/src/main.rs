//! Plays chapter 12: `cargo run -p chapter-12`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_12::CHAPTER.run()
}
