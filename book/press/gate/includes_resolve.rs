//! Rule: every include shows something.

use super::{Book, Dangling, Fault, Include, Page};

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    page.includes().iter().filter_map(|include| fault(book, page, include)).collect()
}

fn fault(book: &Book, page: &Page, include: &Include) -> Option<Fault> {
    if !include.is_one() {
        let what = format!("the gate cannot look into `{{{{#{}}}}}`", include.helper);
        return Some(page.fault(include.line, what, "use `{{#include}}`"));
    }
    let dangling = include.lines(&page.folder(&book.source())).err()?;
    let (problem, way_out) = describe(dangling);
    let what = format!("the include of `{}` {problem}", include.path.display());
    Some(page.fault(include.line, what, way_out))
}

fn describe(dangling: Dangling) -> (&'static str, &'static str) {
    match dangling {
        Dangling::NoFile => ("finds no file", "correct the path or write the file"),
        Dangling::NoAnchor => ("finds no such anchor", "put `ANCHOR: name` into the file"),
        Dangling::OpenAnchor => ("never ends", "put `ANCHOR_END: name` into the file"),
        Dangling::Nested => ("shows helpers of mdBook", "include what they name, and not them"),
        Dangling::Empty => ("shows no line", "correct the line numbers or fill the anchor"),
    }
}
