//! Rule: what a page shows is narrow enough to be read without scrolling on a common screen.

use super::{Book, Fault, Include, Page};

/// The width of a listing, in columns.
const LISTING: usize = 85;

/// The width of a transcript, in columns: it has two sides.
const TRANSCRIPT: usize = 100;

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let includes = page.fences().into_iter().flat_map(|fence| fence.includes());
    includes.flat_map(|include| faults(book, page, &include)).collect()
}

fn faults(book: &Book, page: &Page, include: &Include) -> Vec<Fault> {
    let limit = limit(include);
    // An include that shows nothing has no width; another rule reports it.
    let lines = include.lines(&page.folder(&book.source())).unwrap_or_default();
    let wide = lines.iter().map(|line| (line.number, line.text.chars().count()));
    let wide = wide.filter(|(_, width)| *width > limit);
    let fault = |(number, width)| {
        let file = include.path.display();
        let what = format!("line {number} of `{file}` has {width} columns of {limit}");
        page.fault(include.line, what, "break the line there")
    };
    wide.map(fault).collect()
}

fn limit(include: &Include) -> usize {
    match include.path.extension() {
        Some(extension) if extension == "snap" => TRANSCRIPT,
        _ => LISTING,
    }
}
