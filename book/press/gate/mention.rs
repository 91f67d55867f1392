//! A row that a page names in its text: "row 12", "rows 3 to 7", "`accept4` (row 2)".

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Page;

/// Calls in code and an open bracket, if they stand there; then the rows.
static ROWS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"((?:`[^`]+`(?:, | and )?)+ \()?\b[Rr]ows? (\d+(?:(?:, | and | to | or )(?:row )?\d+)*)",
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
    pub(super) rows: Vec<usize>,
    /// Calls that are said to stand in these rows.
    pub(super) calls: Vec<String>,
    /// The snapshots that a mark of the paragraph names; without one, the nearest is meant.
    pub(super) snapshots: Vec<String>,
}

impl Mention {
    /// All of a page, in order.
    pub(super) fn all(page: &Page) -> Vec<Self> {
        paragraphs(page).into_iter().flat_map(|(line, text)| of_paragraph(line, &text)).collect()
    }
}

/// The paragraphs, items of lists and rows of tables outside of code, each with its first line.
pub(super) fn paragraphs(page: &Page) -> Vec<(usize, String)> {
    let (mut all, mut in_code) = (Vec::<(usize, String)>::new(), false);
    let mut is_open = false;
    for (number, line) in (1..).zip(page.text.lines()) {
        let text = line.trim_start();
        in_code ^= text.starts_with("```");
        let is_item = text.starts_with("- ") || text.starts_with("| ") || is_numbered(text);
        match all.last_mut().filter(|_| is_open && !is_item) {
            _ if in_code || text.is_empty() || text.starts_with("```") => is_open = false,
            Some((_, paragraph)) => *paragraph += &format!(" {text}"),
            None => {
                all.push((number, text.to_owned()));
                is_open = true;
            }
        }
    }
    all
}

fn is_numbered(text: &str) -> bool {
    text.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok())
}

fn of_paragraph(line: usize, text: &str) -> Vec<Mention> {
    if text.contains(UNCHECKED) {
        return Vec::new();
    }
    let marks = MARK.captures_iter(text).flat_map(|mark| split(&mark[1]));
    let snapshots: Vec<String> = marks.collect();
    let plain = COMMENT.replace_all(text, "");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mentions = ROWS.captures_iter(&plain).map(|found| mention(line, &found, &snapshots));
    mentions.collect()
}

fn split(names: &str) -> Vec<String> {
    names.split(',').map(|name| name.trim().to_owned()).collect()
}

fn mention(line: usize, found: &Captures<'_>, snapshots: &[String]) -> Mention {
    let calls = found.get(1).map_or("", |calls| calls.as_str());
    let calls = CODE.captures_iter(calls).map(|call| call[1].to_owned()).collect();
    let words = found[0][found.get(1).map_or(0, |calls| calls.len())..].to_owned();
    Mention { line, rows: rows(&found[2]), words, calls, snapshots: snapshots.to_vec() }
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
