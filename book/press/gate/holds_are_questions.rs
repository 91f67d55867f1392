//! Rule: rows are held back for a question, and they are rows of the transcript below it.
//!
//! `<!-- hold from row 18: Does Bob wait? -->` above a transcript's block (and above a mark from
//! which row it is shown) lets the reader answer before the rows from 18 on are shown.

use super::rows_are_there::transcripts;
use super::{Book, Fault, Page};
use crate::twice::mark;

/// How the mark begins.
const MARK: &str = "<!-- hold from row ";

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let marks = (1..).zip(page.text.lines()).filter(|(_, line)| line.contains(MARK));
    marks.filter_map(|(line, text)| fault(book, page, line, text)).collect()
}

fn fault(book: &Book, page: &Page, line: usize, text: &str) -> Option<Fault> {
    let Some((row, _)) = hold(text) else {
        let what = format!("`{}` asks nothing", text.trim());
        return Some(page.fault(line, what, "write `<!-- hold from row N: QUESTION? -->`"));
    };
    let is_from = page.text.lines().nth(line).is_some_and(|next| mark(next).is_some());
    let include = line + 2 + usize::from(is_from);
    let held = transcripts(&book.repository, page).into_iter().find(|(at, ..)| *at == include);
    let (what, way_out) = match held {
        None => ("stands above no transcript", "put it on the line before the block"),
        Some((.., rows)) if !rows.contains(&row) => ("names no row of it", "correct the number"),
        Some(_) => return None,
    };
    Some(page.fault(line, format!("`{}` {what}", text.trim()), way_out))
}

/// The row and the question of a mark.
fn hold(line: &str) -> Option<(usize, &str)> {
    let (row, question) = line.trim().strip_prefix(MARK)?.strip_suffix(" -->")?.split_once(": ")?;
    Some((row.parse().ok()?, question)).filter(|_| question.ends_with('?'))
}
