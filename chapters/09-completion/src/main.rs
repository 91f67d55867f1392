//! Plays chapter 9: `cargo run -p chapter-9`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_9::CHAPTER.run()
}
