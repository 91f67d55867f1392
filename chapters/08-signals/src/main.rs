//! Plays chapter 8: `cargo run -p chapter-8`. With the word `signals`, counts them.

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("signals") => chapter_8::evidence::main(),
        _ => chapter_8::CHAPTER.run(),
    }
}
