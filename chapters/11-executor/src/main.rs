//! Plays chapter 11: `cargo run -p chapter-11`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_11::CHAPTER.run()
}
