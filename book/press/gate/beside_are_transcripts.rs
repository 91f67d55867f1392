//! Rule: what a page puts beside each other are two transcripts that a test compares on every run.

use super::{Book, Fault, Page};
use crate::beside::{is_transcript, marks};

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let lines = (1..).zip(page.text.lines());
    let names = lines.flat_map(|(line, text)| marks(text).flatten().map(move |name| (line, name)));
    let strange = names.filter(|(_, name)| !is_transcript(&book.repository, name));
    let fault = |(line, name): (usize, &str)| {
        let what = format!("`{name}` is put beside another transcript, and is none");
        page.fault(line, what, "name two snapshots of tests/snapshots that are transcripts")
    };
    strange.map(fault).collect()
}
