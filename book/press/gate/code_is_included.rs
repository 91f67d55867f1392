//! Rule: nobody types code or output; a page shows files of the repository.
//!
//! A chapter has no exception. Other pages may type commands for the reader's shell, in a block
//! marked `console`: there is no program of ours that could be out of step with them.

use super::{Book, Fault, Fence, Page};

pub(super) fn check(_: &Book, page: &Page) -> Vec<Fault> {
    let fences = page.fences();
    fences.iter().filter_map(|fence| fault(page, fence)).chain(in_html(page)).collect()
}

fn fault(page: &Page, fence: &Fence) -> Option<Fault> {
    let Some(language) = &fence.language else {
        let what = "a block of code says no language".to_owned();
        return Some(page.fault(fence.line, what, "fence it as `rust`, `text` or `console`"));
    };
    if language == "console" && !page.is_chapter() {
        return None;
    }
    if let Some((line, typed)) = fence.typed() {
        let what = format!("`{}` is typed into the page", typed.trim());
        return Some(page.fault(line, what, "show a file by `{{#include}}`"));
    }
    if fence.includes().is_empty() {
        let what = "a block of code is empty".to_owned();
        return Some(page.fault(fence.line, what, "show a file by `{{#include}}`"));
    }
    None
}

/// A block of code in HTML would pass as prose.
fn in_html(page: &Page) -> Option<Fault> {
    let (line, _) = (1..).zip(page.text.lines()).find(|(_, line)| line.contains("<pre"))?;
    Some(page.fault(line, "a block of code is in HTML".to_owned(), "fence it with backquotes"))
}
