//! Plays chapter 2: `cargo run -p chapter-2`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_2::CHAPTER.run()
}
