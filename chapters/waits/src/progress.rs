//! How far a long work has got: one line on the terminal, taken back before anything else is said.

use std::io::{Write, stderr};

use guide::can_take_back;

/// How many letters a bar has.
const WIDTH: usize = 24;

/// A line that is written again and again; silent where standard error is no terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    is_seen: bool,
}

impl Progress {
    /// Writes to standard error.
    pub(crate) fn of_stderr() -> Self {
        Self { is_seen: can_take_back(&stderr()) }
    }

    /// Says that so many of all parts are done, and which is next.
    pub(crate) fn bar(&self, done: usize, all: usize, next: &str) {
        let full = "#".repeat(WIDTH * done / all.max(1));
        self.write(&format!("\r\x1b[K{full:.<WIDTH$} {done} of {all}: {next}"));
    }

    /// Takes the line back.
    pub(crate) fn clear(&self) {
        self.write("\r\x1b[K");
    }

    fn write(&self, text: &str) {
        if self.is_seen {
            // A terminal that has gone misses nothing.
            stderr().write_all(text.as_bytes()).ok();
        }
    }
}
