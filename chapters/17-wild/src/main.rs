//! See the page of chapter 17, and `cargo run -p chapter-17 -- --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_17::run()
}
