//! Rule: where a page quotes a stored run, each figure is a cell of it, and each claim about cells
//! holds: on a page that quotes the lab all over, else in the paragraphs that quote.
//!
//! A figure is quoted by its key, `{{#include ../measured/lab/quotes.txt:KEY}}`, or one of
//! `measured/time`, `measured/copies` and `measured/cores`. What a sentence says of it stands in a comment of its
//! paragraph, `<!-- holds: KEY > KEY, KEY > 1.5 -->`, and is looked up: a new run may change every
//! figure, and no sentence can become false unseen.
//! `<!-- no figure: WHY -->` leaves a paragraph out.

use std::collections::HashMap;
use std::fs;
use std::sync::LazyLock;

use regex::Regex;

use super::mention::paragraphs;
use super::{Book, Fault, Include, Page};

/// The stored run that a page is about as a whole, from the repository's folder.
const LAB: &str = "book/measured/lab/quotes.txt";

/// All stored runs.
const RUNS: [&str; 4] = [
    LAB,
    "book/measured/time/quotes.txt",
    "book/measured/copies/quotes.txt",
    "book/measured/cores/quotes.txt",
];

/// In a paragraph that quotes a run.
const QUOTES: &str = "/quotes.txt:";

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
    let includes = page.includes();
    let quotes = |run: &&str| includes.iter().any(|include| run.ends_with(&file(include)));
    let runs: Vec<&str> = RUNS.into_iter().filter(quotes).collect();
    let texts = runs.iter().map(|run| fs::read_to_string(book.repository.join(run)));
    let cells: HashMap<String, String> =
        texts.flat_map(|text| cells(&text.unwrap_or_default())).collect();
    let is_about = runs.contains(&LAB);
    let paragraphs = paragraphs(page);
    let faults = paragraphs.iter().filter(|_| !runs.is_empty()).flat_map(|(line, text)| {
        let claims = claims(text).into_iter().filter_map(|claim| refuted(&cells, &claim));
        let claims =
            claims.map(|what| page.fault(*line, what, "correct the sentence or the claim"));
        let has_cells = is_about || text.contains(QUOTES);
        has_cells.then(|| typed(page, *line, text)).flatten().into_iter().chain(claims)
    });
    faults.collect()
}

/// The end of the path of a file that a page includes: `measured/RUN/quotes.txt`.
fn file(include: &Include) -> String {
    include.path.to_string_lossy().trim_start_matches("../").to_owned()
}

fn cells(text: &str) -> Vec<(String, String)> {
    let cells = CELL.captures_iter(text);
    cells.map(|cell| (cell[1].to_owned(), cell[2].to_owned())).collect()
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
