//! Plays chapter 3: `cargo run -p chapter-3`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_3::CHAPTER.run()
}
