//! Measures all models: `cargo run -p chapter-13`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chapter_13::run(&[])
}
