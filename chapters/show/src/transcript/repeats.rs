//! Rows that repeat are told once, and counted. One guest of a crowd is like another.

use std::{collections::VecDeque, mem};

use crate::{
    transcript::row::{Mood, Row, Said},
    words::parts::repeated,
};

/// The longest sequence of rows that is looked for.
const LONGEST: usize = 6;

/// The longest of rows that come one at a time: a request and its reply, with the kernel's rows.
const LONGEST_OF_MANY: usize = 12;

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

/// The same for rows that come one at a time: what repeats is written a few times, then counted.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    /// The last rows that were written.
    written: VecDeque<Row>,
    /// The sequence that is repeated, once it has been often enough.
    sequence: Vec<Row>,
    /// How many times it has come since then.
    times: usize,
    /// The rows of it that have come once more.
    begun: Vec<Row>,
    /// Whether they were of several tasks, which do the same.
    are_of_several: bool,
}

impl Repeats {
    /// What is to be written now that this row has come.
    pub(crate) fn add(&mut self, row: Row) -> Vec<Row> {
        if self.sequence.get(self.begun.len()).is_some_and(|next| reads_alike(&row, next)) {
            self.are_of_several |= author(&row) != author(&self.sequence[self.begun.len()]);
            self.begun.push(row);
            if self.begun.len() == self.sequence.len() {
                self.times += 1;
                self.begun.clear();
            }
            return Vec::new();
        }
        let mut rows = self.end();
        rows.push(row.clone());
        self.note(row);
        rows
    }

    /// The sequence is over: how often it came, and the rows that were begun.
    pub(crate) fn end(&mut self) -> Vec<Row> {
        let count = self.sequence.first().filter(|_| self.times > 0);
        let by = if self.are_of_several { None } else { count.and_then(author) };
        let count = count.map(|_| told(by.unwrap_or(NOBODY), self.times));
        let begun = mem::take(&mut self.begun);
        if !self.sequence.is_empty() {
            *self = Self::default();
        }
        begun.iter().for_each(|row| self.note(row.clone()));
        count.into_iter().chain(begun).collect()
    }

    /// How often the sequence has come, in words.
    pub(crate) fn so_far(&self) -> Option<String> {
        (self.times > 0).then(|| repeated(self.times))
    }

    /// Remembers a row that was written, and whether a sequence has come often enough by it.
    fn note(&mut self, row: Row) {
        self.written.push_back(row);
        if self.written.len() > LONGEST_OF_MANY * TOLERATED {
            self.written.pop_front();
        }
        let rows = self.written.make_contiguous();
        let is_repeated = |length: &usize| {
            let Some(start) = rows.len().checked_sub(length * TOLERATED) else { return false };
            let (first, rest) = rows[start..].split_at(*length);
            rest.iter().zip(first.iter().cycle()).all(|(row, first)| reads_alike(row, first))
        };
        if let Some(length) = (1..=LONGEST_OF_MANY).find(is_repeated) {
            self.sequence = rows[rows.len() - length..].to_vec();
        }
    }
}

fn times(rows: &[Row], length: usize) -> usize {
    let first = &rows[..length];
    let repeats = |chunk: &[Row]| chunk.iter().zip(first).all(|(row, first)| is_alike(row, first));
    rows.chunks_exact(length).take_while(|chunk| repeats(chunk)).count()
}

fn is_alike(row: &Row, other: &Row) -> bool {
    reads_alike(row, other) && author(row) == author(other)
}

/// Whether two rows differ at most in which task it is that does it.
fn reads_alike(row: &Row, other: &Row) -> bool {
    let sides = row.left == other.left && row.middle == other.middle && row.mood == other.mood;
    sides && words(row) == words(other)
}

/// The words of its task that it shares with rows like it.
fn words(row: &Row) -> Option<&str> {
    row.right.as_ref().map(|said| said.alike.as_str())
}

fn author(row: &Row) -> Option<usize> {
    row.right.as_ref().map(|said| said.by)
}

/// The index of no task.
const NOBODY: usize = usize::MAX;

fn and_so_on(row: &Row, times: usize) -> Row {
    told(author(row).unwrap_or(0), times)
}

fn told(by: usize, times: usize) -> Row {
    let said = Said::new(by, repeated(times));
    Row { right: Some(said), mood: Mood::Waits, ..Row::default() }
}
