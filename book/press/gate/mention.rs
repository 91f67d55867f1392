//! A row that a page names in its text: "row 12", "rows 3 to 7", "`accept4` (row 2)".

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Page;

/// Calls in code and an open bracket, if they stand there; then the rows.
static ROWS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"((?:`[^`]+`(?:,\s+|\s+and\s+)?)+\s+\()?\b([Rr]ows?\s+(\d+(?:(?:,\s+|\s+(?:and|to|or)\s+)(?:row\s+)?\d+)*))",
    )
    .expect("it is correct")
});
static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"<!-- rows: ([^>]*?) -->").expect("it is correct"));
static COMMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->").expect("it is correct"));
static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"`([^`]+)`").expect("it is correct"));

/// Says in a comment that the rows of this paragraph are not to be looked for.
const UNCHECKED: &str = "<!-- rows unchecked:";

/// Rows that a paragraph names.
#[derive(Debug)]
pub(super) struct Mention {
    /// The line of the page on which the paragraph begins.
    pub(super) line: usize,
    /// The words: "rows 3 to 7".
    pub(super) words: String,
    /// Where in the text of the page they stand.
    pub(super) place: Range<usize>,
    pub(super) rows: Vec<usize>,
    /// Calls that are said to stand in these rows.
    pub(super) calls: Vec<String>,
    /// The snapshots that a mark of the paragraph names; without one, the nearest is meant.
    pub(super) snapshots: Vec<String>,
}

impl Mention {
    /// All of a page, in order.
    pub(super) fn all(page: &Page) -> Vec<Self> {
        let paragraphs = places(&page.text).into_iter();
        paragraphs.flat_map(|(line, place)| of_paragraph(page, line, place)).collect()
    }
}

/// The paragraphs, items of lists and rows of tables outside of code, each with its first line.
pub(super) fn paragraphs(page: &Page) -> Vec<(usize, String)> {
    let places = places(&page.text).into_iter();
    places.map(|(line, place)| (line, plain(&page.text[place]))).collect()
}

/// Their lines and their places in the text.
fn places(text: &str) -> Vec<(usize, Range<usize>)> {
    let (mut all, mut in_code, mut end) = (Vec::<(usize, Range<usize>)>::new(), false, 0);
    let mut is_open = false;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let start = end;
        end += line.len();
        let words = line.trim();
        in_code ^= words.starts_with("```");
        let is_item = words.starts_with("- ") || words.starts_with("| ") || is_numbered(words);
        match all.last_mut().filter(|_| is_open && !is_item) {
            _ if in_code || words.is_empty() || words.starts_with("```") => is_open = false,
            Some((_, place)) => place.end = end,
            None => {
                all.push((number, start..end));
                is_open = true;
            }
        }
    }
    all
}

fn is_numbered(text: &str) -> bool {
    text.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok())
}

/// The words with one blank between two of them.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_paragraph(page: &Page, line: usize, place: Range<usize>) -> Vec<Mention> {
    let (start, text) = (place.start, &page.text[place]);
    if text.contains(UNCHECKED) {
        return Vec::new();
    }
    let marks = MARK.captures_iter(text).flat_map(|mark| split(&mark[1]));
    let snapshots: Vec<String> = marks.collect();
    // A comment is no part of the text, which keeps its places.
    let blank = |found: &Captures<'_>| " ".repeat(found[0].len());
    let text = COMMENT.replace_all(text, blank);
    let found = ROWS.captures_iter(&text);
    found.map(|found| mention(line, start, &found, &snapshots)).collect()
}

fn split(names: &str) -> Vec<String> {
    names.split(',').map(|name| name.trim().to_owned()).collect()
}

fn mention(line: usize, start: usize, found: &Captures<'_>, snapshots: &[String]) -> Mention {
    let calls = found.get(1).map_or("", |calls| calls.as_str());
    let calls = CODE.captures_iter(calls).map(|call| call[1].to_owned()).collect();
    let place = found.get(2).map_or(0..0, |words| words.range());
    let place = start + place.start..start + place.end;
    let (words, rows) = (plain(&found[2]), rows(&plain(&found[3])));
    Mention { line, rows, words, place, calls, snapshots: snapshots.to_vec() }
}

/// The numbers in "3, 5 and 9", and all of "3 to 7".
fn rows(words: &str) -> Vec<usize> {
    let numbers = |part: &str| -> Vec<usize> {
        part.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect()
    };
    let mut rows = Vec::new();
    for part in words.split(", ").flat_map(|part| part.split(" and ")) {
        match numbers(part).as_slice() {
            [first, last] if part.contains(" to ") => rows.extend(*first..=*last),
            others => rows.extend(others),
        }
    }
    rows
}
