//! Plays chapter 5: `cargo run -p chapter-5`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_5::CHAPTER.run()
}
