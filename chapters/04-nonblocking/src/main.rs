//! Plays chapter 4: `cargo run -p chapter-4`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_4::CHAPTER.run()
}
