//! Rule: a transcript on a page is a recording that a test compares on every run.
//!
//! That the recording is current is the snapshot tests' business; that the page shows it, whole
//! and without the header that insta puts on top, is the gate's.

use std::fs;
use std::path::Path;

use super::{Book, Fault, Fence, Include, Page, Part};
use crate::transcript::SNAPSHOTS;

/// The recording starts on this line: insta's header has three, with `omit_expression`.
const FIRST_LINE: usize = 4;

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    in_text_blocks(page).into_iter().chain(of_snapshots(book, page)).collect()
}

/// A block of `text` or `console` claims to be a program's output: it must show a snapshot.
fn in_text_blocks(page: &Page) -> Vec<Fault> {
    let is_text = |fence: &Fence| matches!(fence.language.as_deref(), Some("text" | "console"));
    let includes = page.fences().into_iter().filter(is_text).flat_map(|fence| fence.includes());
    let others = includes.filter(|include| !is_snapshot(include));
    let fault = |include: Include| {
        let what = format!("the transcript `{}` is no snapshot", include.path.display());
        page.fault(include.line, what, "record it by a test and include the `.snap` file")
    };
    others.map(fault).collect()
}

fn of_snapshots(book: &Book, page: &Page) -> Vec<Fault> {
    let folder = page.folder(&book.source());
    let fault = |include: Include| {
        let (what, way_out) = misuse(book, &folder, &include)?;
        let what = format!("the snapshot `{}` {what}", include.path.display());
        Some(page.fault(include.line, what, way_out))
    };
    page.includes().into_iter().filter(is_snapshot).filter_map(fault).collect()
}

/// What is wrong with the include of a snapshot, if anything is.
fn misuse(book: &Book, folder: &Path, include: &Include) -> Option<(&'static str, &'static str)> {
    // A file that is not there belongs to the rule that includes resolve.
    let path = folder.join(&include.path).canonicalize().ok()?;
    let text = fs::read_to_string(&path).ok()?;
    let home = book.repository.join(SNAPSHOTS).canonicalize().ok();
    if !home.is_some_and(|home| path.starts_with(home)) {
        return Some(("is not in tests/snapshots", "let the tests keep it there"));
    }
    if include.part != Part::Lines(FIRST_LINE, None) {
        return Some(("is shown with its header or cut", "end the include with `:4:`"));
    }
    if text.lines().nth(FIRST_LINE - 2) != Some("---") {
        return Some(("has no header of three lines", "set `omit_expression` in insta"));
    }
    None
}

fn is_snapshot(include: &Include) -> bool {
    include.path.extension().is_some_and(|extension| extension == "snap")
}
