//! Rule: a row that a page names is a row of the transcript that is meant, and a call that is said
//! to stand in it does.
//!
//! Meant is the nearest transcript before the sentence, else the first one after it. A comment in
//! the same paragraph names others: `<!-- rows: 2-pool-1, 2-threads-1 -->` (each mention is true of
//! one of them), or says why nothing is checked: `<!-- rows unchecked: a table of counts -->`.

use std::collections::HashMap;
use std::fs;
use std::ops::{Range, RangeInclusive};
use std::path::Path;

use super::mention::Mention;
use super::{Book, Fault, Page};
use crate::transcript::{self, Row};

/// A transcript that a page shows.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) line: usize,
    pub(super) name: String,
    /// Its name, and more if the page has shown it before.
    id: String,
    /// It is that, and not the output of a command with a transcript in it.
    pub(super) is_scene: bool,
    pub(super) rows: Rows,
}

/// The rows of a transcript by their numbers.
#[derive(Debug, Default)]
pub(super) struct Rows {
    own: HashMap<usize, String>,
    /// The numbers of rows that are told in one; a text can name only all of them.
    folded: Vec<usize>,
}

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let shown = shown(&book.repository, page);
    let mentions = Mention::all(page);
    mentions.iter().filter_map(|mention| fault(book, page, mention, &shown)).collect()
}

/// Rows that the text names, and the transcript of the page that has them.
#[derive(Debug)]
pub struct Led {
    /// Where in the text of the page the words stand.
    pub place: Range<usize>,
    /// The id of the transcript that is meant.
    pub id: String,
    /// The rows' numbers.
    pub rows: Vec<usize>,
}

/// All rows that the text of a page names and the page shows.
#[must_use]
pub fn led(repository: &Path, page: &Page) -> Vec<Led> {
    let shown = shown(repository, page);
    let leads = |mention: Mention| {
        let id = meant(&mention, &shown)?.id.clone();
        Some(Led { place: mention.place, rows: mention.rows, id })
    };
    Mention::all(page).into_iter().filter_map(leads).collect()
}

/// The transcript that holds what the text says of it: of those that are meant the nearest one
/// before, else the first one after.
fn meant<'shown>(mention: &Mention, shown: &'shown [Shown]) -> Option<&'shown Shown> {
    let is_named = |one: &Shown| mention.snapshots.contains(&one.name);
    let fits =
        |one: &&Shown| (mention.snapshots.is_empty() || is_named(one)) && holds(&one.rows, mention);
    let before = shown.iter().rfind(|one| one.line < mention.line && fits(one));
    if mention.snapshots.is_empty() {
        near(mention.line, shown).filter(fits)
    } else {
        before.or_else(|| shown.iter().find(fits))
    }
}

/// The ids of the transcripts of a page, by the lines of their includes.
#[must_use]
pub fn ids(repository: &Path, page: &Page) -> HashMap<usize, String> {
    shown(repository, page).into_iter().map(|shown| (shown.line, shown.id)).collect()
}

/// The transcripts that the page shows: the line, the name, and the rows' numbers.
pub(super) fn transcripts(repository: &Path, page: &Page) -> Vec<(usize, String, Vec<usize>)> {
    let shown = shown(repository, page).into_iter();
    shown.map(|shown| (shown.line, shown.name, shown.rows.numbers())).collect()
}

/// The numbers of all rows of a snapshot, also of those that a page leaves out.
pub(super) fn numbers(repository: &Path, name: &str) -> Vec<usize> {
    rows(repository, name).as_ref().map(Rows::numbers).unwrap_or_default()
}

pub(super) fn shown(repository: &Path, page: &Page) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for include in page.includes() {
        let Some(name) = snapshot(&include.path) else { continue };
        let from = page.from_row(include.line).unwrap_or(1);
        let Some(rows) = rows(repository, &name) else { continue };
        let before = shown.iter().filter(|shown| shown.name == name).count();
        let id = format!("{name}{}", "-again".repeat(before));
        let is_scene = is_scene(repository, &name);
        shown.push(Shown { line: include.line, name, id, is_scene, rows: rows.from(from) });
    }
    shown
}

/// The name of a snapshot's file.
fn snapshot(path: &Path) -> Option<String> {
    Some(path.file_name()?.to_str()?.strip_suffix(".snap")?.to_owned())
}

/// Whether the snapshot is a scene: a title, and the heading of its columns.
fn is_scene(repository: &Path, name: &str) -> bool {
    let text = fs::read_to_string(transcript::path(repository, name)).unwrap_or_default();
    text.lines().nth(4).and_then(transcript::columns).is_some()
}

/// The rows of a snapshot; `None` if there is none, or it is no transcript.
fn rows(repository: &Path, name: &str) -> Option<Rows> {
    let text = fs::read_to_string(transcript::path(repository, name)).ok()?;
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
    fn numbers(&self) -> Vec<usize> {
        self.own.keys().chain(&self.folded).copied().collect()
    }

    /// The numbers of the rows that stand for themselves, in order.
    pub(super) fn own_numbers(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.own.keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    /// The row and those that belong together with it: a deed, whom it wakes, what is copied then.
    pub(super) fn arrival(&self, row: usize) -> RangeInclusive<usize> {
        let goes_on = |row: usize| self.own.get(&row).is_some_and(|text| goes_on(text));
        let first = (1..=row).rev().find(|row| !goes_on(*row)).unwrap_or(row);
        let last = (row + 1..).find(|row| !goes_on(*row)).unwrap_or(row + 1) - 1;
        first..=last
    }

    /// Those that are left if the first ones are not shown.
    fn from(mut self, first: usize) -> Self {
        self.own.retain(|number, _| *number >= first);
        self.folded.retain(|number| *number >= first);
        self
    }
}

/// Whether a row is what the kernel does about the row before.
fn goes_on(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('└') || text.starts_with("copies ") || text.starts_with("moves ")
}

fn fault(book: &Book, page: &Page, mention: &Mention, shown: &[Shown]) -> Option<Fault> {
    let marked: Vec<Rows> =
        mention.snapshots.iter().filter_map(|name| rows(&book.repository, name)).collect();
    if marked.len() < mention.snapshots.len() {
        let what = format!("of `{}`, one is no transcript", mention.snapshots.join(", "));
        return Some(page.fault(mention.line, what, "name it as its file in tests/snapshots is"));
    }
    let near = near(mention.line, shown);
    let meant: Vec<&Rows> = if mention.snapshots.is_empty() {
        near.map(|one| &one.rows).into_iter().collect()
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

pub(super) fn near(line: usize, shown: &[Shown]) -> Option<&Shown> {
    shown.iter().rfind(|one| one.line < line).or_else(|| shown.first())
}

/// Whether all its rows are there, and each call stands in one of them.
pub(super) fn holds(rows: &Rows, mention: &Mention) -> bool {
    let is_whole = rows.folded.iter().all(|row| mention.rows.contains(row));
    let is_folded = |row: &&usize| is_whole && rows.folded.contains(row);
    let single = mention.rows.iter().filter(|row| !is_folded(row));
    let named: Option<Vec<&String>> = single.map(|row| rows.own.get(row)).collect();
    let Some(named) = named else { return false };
    mention.calls.iter().all(|call| named.iter().any(|row| row.contains(call)))
}
