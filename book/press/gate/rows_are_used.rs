//! Rule: the text of a page uses each transcript that it shows: it names a row of it.
//!
//! Of three rows or more that stand together and that the text does not name, the page shows one
//! line (`press/unused.rs`). A row of what arrives, of whom it wakes and of what is copied then counts
//! as named when another of these rows is. `<!-- all rows: WHY -->` on the line before the block shows them.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::path::Path;

use super::mention::Mention;
use super::rows_are_there::{Shown, holds, near, shown};
use super::{Book, Fault, Page};

/// So many rows that the text does not name are left out; fewer stand between those that it names.
const MANY: usize = 3;

/// How a mark begins that shows all rows.
const MARK: &str = "<!-- all rows: ";

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let (shown, mentions) = (shown(&book.repository, page), Mention::all(page));
    let is_used = |one: &Shown| mentions.iter().any(|mention| is_meant(one, mention, &shown));
    let idle = shown.iter().filter(|one| one.is_scene && !shows_all(page, one) && !is_used(one));
    idle.map(|one| fault(page, one)).chain(stray(page, &shown)).collect()
}

fn fault(page: &Page, shown: &Shown) -> Fault {
    let what = format!("the text names no row of `{}`", shown.name);
    let way_out = format!("say what its rows show, or why all are shown: `{MARK}WHY -->` above it");
    page.fault(shown.line, what, &way_out)
}

/// A mark must stand directly above the block that it is about.
fn stray(page: &Page, shown: &[Shown]) -> Option<Fault> {
    let is_stray = |line: usize| !shown.iter().any(|shown| shown.line == line + 2);
    let marks = (1..).zip(page.text.lines()).filter(|(_, text)| text.trim().starts_with(MARK));
    let (line, text) = marks.into_iter().find(|(line, _)| is_stray(*line))?;
    let what = format!("`{}` stands above no transcript", text.trim());
    Some(page.fault(line, what, "put it on the line before the block"))
}

fn shows_all(page: &Page, shown: &Shown) -> bool {
    let above = shown.line.checked_sub(3).and_then(|above| page.text.lines().nth(above));
    above.is_some_and(|line| line.trim().starts_with(MARK))
}

/// The stretches of rows that a page leaves out, by the lines of the transcripts' includes.
#[must_use]
pub fn left_out(repository: &Path, page: &Page) -> HashMap<usize, Vec<RangeInclusive<usize>>> {
    let (shown, mentions) = (shown(repository, page), Mention::all(page));
    let scenes = shown.iter().filter(|one| one.is_scene && !shows_all(page, one));
    scenes.map(|one| (one.line, stretches(one, &mentions, &shown))).collect()
}

/// None where the text uses no row at all, which is a fault.
fn stretches(one: &Shown, mentions: &[Mention], shown: &[Shown]) -> Vec<RangeInclusive<usize>> {
    let meant: Vec<_> = mentions.iter().filter(|mention| is_meant(one, mention, shown)).collect();
    let is_named = |row: usize| {
        let with_it = one.rows.arrival(row);
        meant.iter().any(|mention| mention.rows.iter().any(|row| with_it.contains(row)))
    };
    if meant.is_empty() {
        return Vec::new();
    }
    let rows = one.rows.own_numbers();
    let parts = rows.chunk_by(|left, right| is_named(*left) == is_named(*right));
    let many = parts.filter(|part| part.len() >= MANY && !is_named(part[0]));
    many.map(|part| part[0]..=part[part.len() - 1]).collect()
}

fn is_meant(one: &Shown, mention: &Mention, shown: &[Shown]) -> bool {
    if mention.snapshots.is_empty() {
        near(mention.line, shown).is_some_and(|near| near.line == one.line)
    } else {
        mention.snapshots.contains(&one.name) && holds(&one.rows, mention)
    }
}
