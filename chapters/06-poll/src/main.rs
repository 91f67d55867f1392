//! Plays chapter 6: `cargo run -p chapter-6`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_6::CHAPTER.run()
}
