//! Rows that repeat are told once, and counted. One guest of a crowd is like another.

use crate::{
    transcript::row::{Mood, Row, Said},
    words::parts::repeated,
};

/// The longest sequence of rows that is looked for.
const LONGEST: usize = 6;

/// Fewer repeats than this are shown as they are.
const TOLERATED: usize = 3;

/// Keeps the first of each run of equal sequences.
pub(crate) fn collapse(rows: Vec<Row>) -> Vec<Row> {
    let mut kept = Vec::new();
    let mut rest = rows.as_slice();
    while !rest.is_empty() {
        let (length, times) = run(rest);
        kept.extend_from_slice(&rest[..length]);
        if times > 1 {
            kept.push(and_so_on(&rest[0], times - 1));
        }
        rest = &rest[length * times..];
    }
    kept
}

/// The sequence that `rows` begin with, and how often it follows itself.
fn run(rows: &[Row]) -> (usize, usize) {
    let found = (1..=LONGEST.min(rows.len())).map(|length| (length, times(rows, length)));
    found.into_iter().find(|(_, times)| *times > TOLERATED).unwrap_or((1, 1))
}

fn times(rows: &[Row], length: usize) -> usize {
    let first = &rows[..length];
    let repeats = |chunk: &[Row]| chunk.iter().zip(first).all(|(row, first)| is_alike(row, first));
    rows.chunks_exact(length).take_while(|chunk| repeats(chunk)).count()
}

fn is_alike(row: &Row, other: &Row) -> bool {
    let words = |row: &Row| row.right.as_ref().map(|said| (said.by, said.alike.clone()));
    row.left == other.left
        && row.middle == other.middle
        && row.mood == other.mood
        && words(row) == words(other)
}

fn and_so_on(row: &Row, times: usize) -> Row {
    let by = row.right.as_ref().map_or(0, |said| said.by);
    let said = Said::new(by, repeated(times));
    Row { right: Some(said), mood: Mood::Waits, ..Row::default() }
}
