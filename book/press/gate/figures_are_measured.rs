//! Rule: on a page that quotes a stored run of the lab, each figure is a cell of it, and each claim
//! about cells holds.
//!
//! A figure is quoted by its key, `{{#include ../measured/lab/quotes.txt:KEY}}`. What a sentence
//! says of it stands in a comment of its paragraph, `<!-- holds: KEY > KEY, KEY > 1.5 -->`, and is
//! looked up: a new run may change every figure, and no sentence can become false unseen.
//! `<!-- no figure: WHY -->` leaves a paragraph out.

use std::collections::HashMap;
use std::fs;
use std::sync::LazyLock;

use regex::Regex;

use super::mention::paragraphs;
use super::{Book, Fault, Page};

/// The stored run, from the folder of the book.
const RUN: &str = "book/measured/lab/quotes.txt";

/// A number that looks as if it was measured: with a unit, or a fraction.
static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    expression(
        r"\d[\d,.]*(?: ?%| (?:times|µs|ms|microseconds|KiB|requests|calls|switches)\b)|\d+\.\d+",
    )
});
static QUOTE: LazyLock<Regex> = LazyLock::new(|| expression(r"(?s)\{\{.*?\}\}|<!--.*?-->|`[^`]*`"));
static CLAIMS: LazyLock<Regex> = LazyLock::new(|| expression(r"<!-- holds: (.*?) -->"));
static CELL: LazyLock<Regex> =
    LazyLock::new(|| expression(r"(?m)^ANCHOR: (\S+)\n(.*)\nANCHOR_END"));

/// Says in a comment that the numbers of this paragraph are none of a run.
const EXEMPT: &str = "<!-- no figure:";

fn expression(text: &str) -> Regex {
    Regex::new(text).expect("it is correct")
}

pub(super) fn check(book: &Book, page: &Page) -> Vec<Fault> {
    let quotes = |include: &super::Include| include.path.ends_with("measured/lab/quotes.txt");
    if !page.includes().iter().any(quotes) {
        return Vec::new();
    }
    let text = fs::read_to_string(book.repository.join(RUN)).unwrap_or_default();
    let cells = CELL.captures_iter(&text).map(|cell| (cell[1].to_owned(), cell[2].to_owned()));
    let cells: HashMap<String, String> = cells.collect();
    let paragraphs = paragraphs(page);
    let faults = paragraphs.iter().flat_map(|(line, text)| {
        let claims = claims(text).into_iter().filter_map(|claim| refuted(&cells, &claim));
        let claims =
            claims.map(|what| page.fault(*line, what, "correct the sentence or the claim"));
        typed(page, *line, text).into_iter().chain(claims)
    });
    faults.collect()
}

/// A figure that nobody has measured.
fn typed(page: &Page, line: usize, text: &str) -> Option<Fault> {
    if text.contains(EXEMPT) {
        return None;
    }
    let plain = QUOTE.replace_all(text, "");
    let what = format!("the figure `{}` is typed into the page", FIGURE.find(&plain)?.as_str());
    Some(page.fault(line, what, "quote a cell of the run, or say why it is none"))
}

fn claims(text: &str) -> Vec<String> {
    let all = CLAIMS.captures_iter(text).map(|claims| claims[1].to_owned());
    all.flat_map(|claims| claims.split(", ").map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What is wrong with a claim, if it does not hold.
fn refuted(cells: &HashMap<String, String>, claim: &str) -> Option<String> {
    let [one, sign, other] = claim.split(' ').collect::<Vec<_>>()[..] else {
        return Some(format!("`{claim}` is no claim"));
    };
    let number = |word: &str| {
        let word = cells.get(word).map_or(word, String::as_str);
        word.parse::<f64>().ok()
    };
    let (Some(left), Some(right)) = (number(one), number(other)) else {
        return Some(format!("`{claim}` names a cell that the run does not have"));
    };
    let holds = match sign {
        ">" => left > right,
        "<" => left < right,
        _ => return Some(format!("`{claim}` is no claim")),
    };
    (!holds).then(|| format!("`{claim}` does not hold: {left} and {right}"))
}
