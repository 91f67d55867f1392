//! Plays chapter 7: `cargo run -p chapter-7`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_7::CHAPTER.run()
}
