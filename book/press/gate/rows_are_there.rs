//! Rule: a row that a page names is a row of the transcript that is meant, and a call that is said
//! to stand in it does.
//!
//! Meant is the nearest transcript before the sentence, else the first one after it. A comment in
//! the same paragraph names others: `<!-- rows: 2-pool-1, 2-threads-1 -->` (each mention is true of
//! one of them), or says why nothing is checked: `<!-- rows unchecked: a table of counts -->`.

use std::collections::HashMap;
use std::fs;

use super::mention::Mention;
use super::{Book, Fault, Page};
use crate::transcript::Row;

/// The rows of a transcript by their numbers.
#[derive(Debug, Default)]
struct Rows {
    own: HashMap<usize, String>,
    /// The numbers of rows that are told in one; a text can name only all of them.
    folded: Vec<usize>,
}

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let shown = shown(book, page);
    let mentions = Mention::all(page);
    mentions.iter().filter_map(|mention| fault(book, page, mention, &shown)).collect()
}

/// The transcripts that the page shows: the line, and the rows.
fn shown(book: &Book, page: &Page) -> Vec<(usize, Rows)> {
    let names = page.includes().into_iter().filter_map(|include| {
        let name = include.path.file_name()?.to_str()?.strip_suffix(".snap")?.to_owned();
        let from = page.from_row(include.line).unwrap_or(1);
        Some((include.line, rows(book, &name)?.from(from)))
    });
    names.collect()
}

/// The rows of a snapshot; `None` if there is none, or it is no transcript.
fn rows(book: &Book, name: &str) -> Option<Rows> {
    let path = book.repository.join("tests/snapshots").join(name).with_extension("snap");
    let text = fs::read_to_string(path).ok()?;
    let mut rows = Rows::default();
    for row in text.lines().filter_map(Row::read) {
        if row.is_folded() {
            rows.folded = row.numbers.collect();
        } else {
            rows.own.insert(*row.numbers.start(), row.text.to_owned());
        }
    }
    (!rows.own.is_empty()).then_some(rows)
}

impl Rows {
    /// Those that are left if the first ones are not shown.
    fn from(mut self, first: usize) -> Self {
        self.own.retain(|number, _| *number >= first);
        self.folded.retain(|number| *number >= first);
        self
    }
}

fn fault(book: &Book, page: &Page, mention: &Mention, shown: &[(usize, Rows)]) -> Option<Fault> {
    let marked: Vec<Rows> = mention.snapshots.iter().filter_map(|name| rows(book, name)).collect();
    if marked.len() < mention.snapshots.len() {
        let what = format!("of `{}`, one is no transcript", mention.snapshots.join(", "));
        return Some(page.fault(mention.line, what, "name it as its file in tests/snapshots is"));
    }
    let near = near(mention.line, shown);
    let meant: Vec<&Rows> = if mention.snapshots.is_empty() {
        near.into_iter().collect()
    } else {
        marked.iter().collect()
    };
    if meant.iter().any(|rows| holds(rows, mention)) {
        return None;
    }
    let what = format!("{} {} in the transcript that is meant", mention.words, lacks(mention));
    let way_out = "correct it, or name the snapshot: `<!-- rows: NAME -->` in the paragraph";
    Some(page.fault(mention.line, what, way_out))
}

fn lacks(mention: &Mention) -> String {
    match mention.calls.as_slice() {
        [] => "is not".to_owned(),
        calls => format!("with `{}` is not", calls.join("`, `")),
    }
}

fn near(line: usize, shown: &[(usize, Rows)]) -> Option<&Rows> {
    let before = shown.iter().rfind(|(at, _)| *at < line);
    before.or_else(|| shown.first()).map(|(_, rows)| rows)
}

/// Whether all its rows are there, and each call stands in one of them.
fn holds(rows: &Rows, mention: &Mention) -> bool {
    let is_whole = rows.folded.iter().all(|row| mention.rows.contains(row));
    let is_folded = |row: &&usize| is_whole && rows.folded.contains(row);
    let single = mention.rows.iter().filter(|row| !is_folded(row));
    let named: Option<Vec<&String>> = single.map(|row| rows.own.get(row)).collect();
    let Some(named) = named else { return false };
    mention.calls.iter().all(|call| named.iter().any(|row| row.contains(call)))
}
