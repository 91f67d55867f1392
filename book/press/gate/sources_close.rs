//! Rule: a chapter ends with the manual pages and documents that it stands on.

use super::{Book, Fault, Page};

pub(super) fn check(_: &Book, page: &Page) -> Vec<Fault> {
    if page.is_chapter() { fault(page).into_iter().collect() } else { vec![] }
}

fn fault(page: &Page) -> Option<Fault> {
    let lines: Vec<&str> = page.text.trim_end().lines().collect();
    let last = lines.iter().rposition(|line| line.starts_with("## "));
    let is_sources = last.is_some_and(|last| lines[last].trim_end() == "## Sources");
    if !is_sources {
        let what = "the chapter does not end with its sources".to_owned();
        return Some(page.fault(lines.len(), what, "add the section `## Sources` at the end"));
    }
    let is_empty = last.is_some_and(|last| last + 1 == lines.len());
    let what = "the section names no source".to_owned();
    is_empty.then(|| page.fault(lines.len(), what, "list manual pages with their sections"))
}
