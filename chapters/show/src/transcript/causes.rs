//! What stands after each call of a transcript: the functions that made it, and, of a call that
//! waits, the row in which it returns.

use recording::{Frame, Recording};

use crate::transcript::{
    Setup, all_rows,
    labels::Labels,
    row::{Mood, Row, Said},
};

/// How a call that sends its task to sleep ends.
const WAITS: &str = "… waits";

/// What is known of one row, beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause<'recording> {
    /// The row's number; of several that are told in one, the first.
    pub row: usize,
    /// The functions that made its call, the innermost first; none if no lines were recorded.
    pub frames: &'recording [Frame],
    /// The row in which its call returns, if the call waits here.
    pub returns: Option<usize>,
}

/// What is known of each row of a transcript.
#[must_use]
pub fn causes(recording: &Recording, setup: Setup) -> Vec<Cause<'_>> {
    let rows = all_rows(recording, &Labels::of(recording), setup);
    let numbers = numbers(&rows);
    let cause = |(index, row): (usize, &Row)| Cause {
        row: numbers[index],
        frames: frames(recording, row),
        returns: returns(&rows[index..]).map(|after| numbers[index + after]),
    };
    rows.iter().enumerate().map(cause).collect()
}

/// The number of each row, or the first of those that it stands for.
fn numbers(rows: &[Row]) -> Vec<usize> {
    let mut next = 1;
    let mut number = |row: &Row| {
        let number = next;
        next += row.count();
        number
    };
    rows.iter().map(&mut number).collect()
}

fn frames<'recording>(recording: &'recording Recording, row: &Row) -> &'recording [Frame] {
    let chain = row.right.as_ref().and_then(|said| said.frames);
    chain.and_then(|chain| recording.chains.get(chain)).map_or(&[], Vec::as_slice)
}

/// How many rows further the call returns that waits in the first one.
fn returns(rows: &[Row]) -> Option<usize> {
    let (first, rest) = rows.split_first()?;
    let waits = first.right.as_ref()?;
    let call = waits.words.strip_suffix(WAITS)?;
    let is_its_end = |said: &Said| said.by == waits.by && said.words.starts_with(call);
    let ends = |row: &Row| row.mood != Mood::Waits && row.right.as_ref().is_some_and(is_its_end);
    rest.iter().position(ends).map(|after| after + 1)
}
