//! The output of a program as HTML: the colours that a transcript has on a terminal, and not one
//! letter more or less.

use std::sync::LazyLock;

use regex::Regex;
use show::html::escape;

use crate::transcript::{Row, columns, start};

/// Where no arrow of a client begins.
const NO_CLIENTS: [&str; 2] = ["kernel", "server"];

static FAILS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r" = E[A-Z0-9]+( \(after .*\))?$").expect("it is correct"));
static TASK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:server|(?:child \d+, )?thread \d+|child \d+) {2,}").expect("it is correct")
});

/// The columns of the transcript that a line belongs to.
type Columns<'text> = Vec<(usize, &'text str)>;

/// The text with its colours.
#[must_use]
pub fn painted(text: &str) -> String {
    painted_lines(text).join("\n")
}

/// The same, line by line.
#[must_use]
pub fn painted_lines(text: &str) -> Vec<String> {
    let mut lines = text.split('\n').peekable();
    let (mut columns, mut html) = (Columns::new(), Vec::new());
    while let Some(line) = lines.next() {
        let heads = lines.peek().is_some_and(|next| Row::read(next).is_some());
        html.push(paint(line, heads, &mut columns));
    }
    html
}

fn paint<'text>(line: &'text str, heads: bool, known: &mut Columns<'text>) -> String {
    if let Some(found) = columns(line).filter(|_| heads) {
        *known = found;
        return heading(line, known);
    }
    match Row::read(line).filter(|_| !known.is_empty()) {
        Some(row) => painted_row(&row, known),
        None => {
            known.clear();
            escape(line)
        }
    }
}

fn heading(line: &str, columns: &Columns<'_>) -> String {
    let (mut html, mut rest) = (String::new(), 0);
    for (index, (start, name)) in columns.iter().enumerate() {
        html += &line[rest..*start];
        html += &if is_client(name) { client(index, name) } else { span("name", name) };
        rest = start + name.len();
    }
    html + &line[rest..]
}

fn is_client(name: &str) -> bool {
    !NO_CLIENTS.contains(&name)
}

fn client(index: usize, words: &str) -> String {
    span(&format!("client client-{}", index % 4), words)
}

fn painted_row(row: &Row<'_>, columns: &Columns<'_>) -> String {
    let number = span("row", row.number);
    if row.text.starts_with('(') {
        return number + &span("aside", row.text);
    }
    let (left, right) = row.split(row.text, start(columns, "server"));
    let (left, middle) = match row.split(left, start(columns, "kernel")) {
        (_, middle) if middle.starts_with(ARROW) => (left, ""),
        parts => parts,
    };
    number + &deed(left, row.number.len(), columns) + &escape(middle) + &call(right)
}

/// A client's words run on to the server in these.
const ARROW: [char; 3] = ['─', '▶', '◀'];

/// What a client does or gets; its arrow runs to the right edge.
fn deed(text: &str, before: usize, columns: &Columns<'_>) -> String {
    let words = text.trim();
    let Some(blanks) = text.find(words).filter(|_| !words.is_empty()) else {
        return text.to_owned();
    };
    let owner = columns.iter().rposition(|(start, _)| *start <= before + blanks).unwrap_or(0);
    let after = &text[blanks + words.len()..];
    text[..blanks].to_owned() + &client(owner, words) + after
}

/// What a task of the server does.
fn call(text: &str) -> String {
    let label = TASK.find(text).map_or(0, |label| label.end());
    let (label, words) = text.split_at(label);
    let label = if label.is_empty() { String::new() } else { span("name", label) };
    let class = match words {
        _ if words.ends_with("… waits") || words.starts_with(['…', '⋮']) => "waits",
        _ if FAILS.is_match(words) => "fails",
        _ => return label + &escape(words),
    };
    label + &span(class, words)
}

fn span(class: &str, words: &str) -> String {
    format!("<span class=\"{class}\">{}</span>", escape(words))
}

/// The text that this HTML shows.
#[must_use]
pub fn unescape(html: &str) -> String {
    let quotes = html.replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'");
    quotes.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
