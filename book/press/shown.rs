//! What mdBook would forget: where each block of a page comes from, and which row a word leads to.
//!
//! It is written into the pages before mdBook sees them, in comments that the press takes out again
//! when it dresses what mdBook has made.

use std::fmt::Write;
use std::ops::{Range, RangeInclusive};
use std::path::Path;

use pulldown_cmark::{Event, Tag};

use crate::gate::{Include, Led, Page, ids, led, left_out};

/// How the comment begins that stands before a block.
pub const MARK: &str = "<!-- shows ";

/// The page's text with a comment before each block of code, and links for the rows that it names.
#[must_use]
pub fn marked(repository: &Path, page: &Page) -> String {
    let mut added = blocks(repository, page);
    let closed = closed(page);
    added.extend(led(repository, page).iter().filter(|led| is_free(led, &closed)).flat_map(link));
    added.sort_by_key(|(at, _)| *at);
    let (mut text, mut done) = (String::new(), 0);
    for (at, words) in added {
        text += &page.text[done..at];
        text += &words;
        done = at;
    }
    text + &page.text[done..]
}

/// Where in the text something is put in, and what.
type Added = (usize, String);

/// A link from the words to the first of the rows; a script lights up all of them.
fn link(led: &Led) -> [Added; 2] {
    let rows: Vec<String> = led.rows.iter().map(ToString::to_string).collect();
    let (first, rows) = (led.rows.first().copied().unwrap_or(1), rows.join(" "));
    let tag =
        format!("<a class=\"row-link\" href=\"#{}-row-{first}\" data-rows=\"{rows}\">", led.id);
    [(led.place.start, tag), (led.place.end, "</a>".to_owned())]
}

fn is_free(led: &Led, closed: &[Range<usize>]) -> bool {
    !closed.iter().any(|place| place.start < led.place.end && led.place.start < place.end)
}

/// No link stands inside of another, of a heading, or of code.
fn closed(page: &Page) -> Vec<Range<usize>> {
    let is_closed = |event: &Event<'_>| {
        matches!(
            event,
            Event::Code(_)
                | Event::Start(Tag::Link { .. } | Tag::Heading { .. } | Tag::Image { .. })
        )
    };
    page.events().filter(|(event, _)| is_closed(event)).map(|(_, place)| place).collect()
}

fn blocks(repository: &Path, page: &Page) -> Vec<Added> {
    let (ids, starts) = (ids(repository, page), starts(&page.text));
    let left_out = left_out(repository, page);
    let block = |fence: crate::gate::Fence| {
        let at = *starts.get(fence.line - 1)?;
        let includes = fence.includes();
        let folds = includes.iter().find_map(|include| left_out.get(&include.line));
        let folds = folds.filter(|rows| !rows.is_empty()).map(|rows| folds_mark(rows));
        let words = includes.iter().find_map(|include| ids.get(&include.line).cloned());
        let words = words.or_else(|| listing(repository, page, &includes))?;
        // The comment is indented as the fence is, which its line is already.
        let rest = &page.text[at..];
        let indent = &rest[..rest.len() - rest.trim_start_matches(' ').len()];
        let folds = folds.map_or(String::new(), |folds| format!("{folds}\n{indent}"));
        Some((at + indent.len(), format!("{folds}{MARK}{words} -->\n{indent}")))
    };
    page.fences().into_iter().filter_map(block).collect()
}

/// The rows of the block that the text does not use.
fn folds_mark(rows: &[RangeInclusive<usize>]) -> String {
    let rows: Vec<String> =
        rows.iter().map(|rows| format!("{}-{}", rows.start(), rows.end())).collect();
    format!("<!-- leaves out {} -->", rows.join(","))
}

/// Where each line of a text begins.
fn starts(text: &str) -> Vec<usize> {
    [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// The file of a listing and its lines: `models/src/epoll.rs 72-75,77-90`.
fn listing(repository: &Path, page: &Page, includes: &[Include]) -> Option<String> {
    let [include] = includes else { return None };
    let folder = page.folder(&repository.join("book/src"));
    let lines = include.lines(&folder).ok()?;
    let file = folder.join(&include.path).canonicalize().ok()?;
    let file = file.strip_prefix(repository.canonicalize().ok()?).ok()?.to_str()?.to_owned();
    let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
    Some(format!("{file} {}", ranges(&numbers)))
}

fn ranges(numbers: &[usize]) -> String {
    let mut text = String::new();
    for part in numbers.chunk_by(|one, next| one + 1 == *next) {
        let comma = if text.is_empty() { "" } else { "," };
        let (first, last) = (part[0], part[part.len() - 1]);
        write!(text, "{comma}{first}-{last}").expect("a string takes all");
    }
    text
}

/// The lines that a comment of a listing names.
#[must_use]
pub fn numbers(ranges: &str) -> Vec<usize> {
    parts(ranges).into_iter().flatten().collect()
}

/// The stretches that a comment names: `4-11,20-26`.
#[must_use]
pub fn parts(ranges: &str) -> Vec<RangeInclusive<usize>> {
    let part = |part: &str| {
        let (first, last) = part.split_once('-')?;
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    ranges.split(',').filter_map(part).collect()
}
