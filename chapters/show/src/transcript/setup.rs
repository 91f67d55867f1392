//! What a server does before its first client comes is told in one row, which names what it has
//! set up. The rows after it keep their numbers.

use crate::{
    transcript::row::{Folded, Mood, Row},
    words::setup::sets_up,
};

/// Whether a transcript shows each call by which a server sets itself up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Setup {
    /// One row stands for all of them.
    #[default]
    Folded,
    /// Each has a row.
    Shown,
}

/// Fewer rows are read as fast as the one that would stand for them.
const FEWEST: usize = 3;

/// The same where nobody is held back: tasks may wait already while others are still made. A wait that
/// is over by then is folded as well.
pub(crate) fn fold_all(rows: Vec<Row>) -> Vec<Row> {
    let last = rows.iter().rposition(|row| row.sets_up.is_some()).unwrap_or(0);
    let by: Vec<_> = rows.iter().map(Row::by).collect();
    let (mut told, mut waits) = (Vec::new(), Vec::new());
    for (index, row) in rows.into_iter().enumerate() {
        let is_wait = row.left.is_none() && row.mood == Mood::Waits;
        let is_over = by[index + 1..].contains(&by[index]);
        match (is_wait, is_over) {
            (true, false) => waits.push(row),
            (true, true) if index <= last => {}
            _ => told.push(row),
        }
    }
    told.extend(waits);
    fold(told)
}

/// Puts one row in the place of the first ones. A call that waits or has failed is never hidden,
/// and neither is what the server tries after the last call that set something up.
pub(crate) fn fold(rows: Vec<Row>) -> Vec<Row> {
    let begins = rows.iter().take_while(|row| row.left.is_none() && row.mood == Mood::Works);
    let begins: Vec<_> = begins.collect();
    let count = begins.iter().rposition(|row| row.sets_up.is_some()).map_or(0, |last| last + 1);
    if count < FEWEST {
        return rows;
    }
    let parts: Vec<_> = begins.iter().filter_map(|row| row.sets_up.as_ref()).collect();
    let folded = Some(Folded { rows: count, words: sets_up(&parts) });
    let rest = rows.into_iter().skip(count);
    [Row { folded, ..Row::default() }].into_iter().chain(rest).collect()
}
