//! Rule: each line of code that a row of a transcript lights up is a line of today's code.
//!
//! `tests/lines` has them by their text. A test plays each scene again and holds them to be what was
//! at work; that the code still has them, and the transcript the rows, the gate can say by itself.

use std::collections::BTreeSet;

use super::rows_are_there::{numbers, transcripts};
use super::{Book, Fault, Page};
use crate::trail::Trail;

/// How the trails are made anew.
const WAY_OUT: &str =
    "run `INSTA_UPDATE=always cargo test -p conformance --test chapters -- lines::`";

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let all = transcripts(&book.repository, page).into_iter();
    let new = all.filter(|(_, name, _)| seen.insert(name.clone()));
    let faults = new.filter_map(|(line, name, _)| {
        let rows = numbers(&book.repository, &name);
        let what = wrong(&Trail::read(&book.repository, &name), &name, &rows)?;
        Some(page.fault(line, what, WAY_OUT))
    });
    faults.collect()
}

fn wrong(trail: &Trail, name: &str, rows: &[usize]) -> Option<String> {
    if let Some(lost) = trail.lost.first() {
        return Some(format!("`tests/lines/{name}.snap` has a line that no code has, `{lost}`"));
    }
    let stray = trail.rows().find(|row| !rows.contains(row))?;
    Some(format!("`tests/lines/{name}.snap` is about row {stray}, which is not there"))
}
