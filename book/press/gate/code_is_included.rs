//! Rule: nobody types code or output; a page shows files of the repository.
//!
//! A chapter has no exception. Other pages may type commands for the reader's shell, in a block
//! marked `console`: there is no program of ours that could be out of step with them.

use super::{Book, Fault, Fence, Include, Page};

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let fences = page.fences();
    let typed = fences.iter().filter_map(|fence| fault(page, fence));
    typed.chain(in_html(page)).chain(otherwise_shown(book, page, &fences)).collect()
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

/// Elements of HTML that show their text as it stands.
const VERBATIM: [&str; 6] = ["<pre", "<xmp", "<listing", "<plaintext", "<textarea", "<samp"];

/// A block of code in HTML would pass as prose, also one that an include brings.
fn in_html(page: &Page) -> Option<Fault> {
    let is_one = |line: &str| VERBATIM.iter().any(|tag| line.to_lowercase().contains(tag));
    let typed = (1..).zip(page.text.lines()).find(|(_, line)| is_one(line));
    let included = || page.shown.lines().any(is_one).then_some(1);
    let line = typed.map(|(line, _)| line).or_else(included)?;
    Some(page.fault(line, "a block of code is in HTML".to_owned(), "fence it with backquotes"))
}

/// An include can bring a block of code, or end the one that it stands in: then mdBook shows other
/// blocks than those that the other rules have looked at.
fn otherwise_shown(book: &Book, page: &Page, fences: &[Fence]) -> Option<Fault> {
    let folder = page.folder(&book.source());
    let read = fences.iter().map(|fence| (&fence.language, Include::expand(&fence.body, &folder)));
    let shown = page.as_shown().fences();
    let is_same = read.eq(shown.iter().map(|fence| (&fence.language, fence.body.clone())));
    let resolves = |include: &Include| include.is_one() && include.lines(&folder).is_ok();
    let differs = !is_same && page.includes().iter().all(resolves);
    let what = "an include brings or ends a block of code".to_owned();
    differs.then(|| page.fault(1, what, "include files without fences, in blocks of their own"))
}
