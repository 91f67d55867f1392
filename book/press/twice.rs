//! A scene that begins as the one above it is shown from where it differs: a line stands for the
//! rows before. `<!-- from row 15 -->` above the block says so, and the gate holds it to be true.

use crate::transcript::Row;

/// How the mark begins.
pub const MARK: &str = "<!-- from row ";

/// The row that a mark names; `None` if the line is none.
#[must_use]
pub fn mark(line: &str) -> Option<usize> {
    line.trim().strip_prefix(MARK)?.strip_suffix(" -->")?.parse().ok()
}

/// The text from this row on, and a line for the rows before.
#[must_use]
pub fn from_row(from: usize, text: &str) -> String {
    let is_left_out = |line: &&str| Row::read(line).is_some_and(|row| *row.numbers.end() < from);
    let mut lines: Vec<String> =
        text.split('\n').filter(|line| !is_left_out(line)).map(str::to_owned).collect();
    let first = lines.iter().position(|line| Row::read(line).is_some());
    if let Some(first) = first.filter(|_| from > 1) {
        let numbers = format!("1-{}", from - 1);
        lines.insert(first, format!("{numbers:>3}  (As in the transcript above.)"));
    }
    lines.join("\n")
}
