//! Plays chapter 10: `cargo run -p chapter-10`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_10::CHAPTER.run()
}
