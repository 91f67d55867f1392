//! Two transcripts beside each other, row by row: `<!-- beside 7-epoll-1 9-uring-1 -->` on a line of
//! its own becomes a table, made from the two snapshots. It says in letters, and not in colours alone,
//! which rows differ, and can be read without a script.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use show::Side;
use show::align::{Pair, align};
use show::beside::{Sign, worth};
use show::html;

use crate::transcript::{self, Row, columns, plain, start};

static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"<!-- beside ([\w-]+) ([\w-]+) -->").expect("it is correct"));

/// What a client does, or what goes on in the server: half of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Half {
    row: String,
    side: Side,
    words: String,
}

impl Half {
    /// What it is compared by.
    fn key(&self) -> (Side, &str) {
        (self.side, &self.words)
    }
}

/// The names of the two transcripts in each mark of a text.
pub fn marks(text: &str) -> impl Iterator<Item = [&str; 2]> {
    MARK.captures_iter(text).map(|mark| mark.extract::<2>().1)
}

/// Whether there is a transcript with this name.
#[must_use]
pub fn is_transcript(repository: &Path, name: &str) -> bool {
    !halves(repository, name).is_empty()
}

/// The page with a table in the place of each mark.
#[must_use]
pub fn tables(repository: &Path, page: &str) -> String {
    let table = |mark: &Captures<'_>| table(repository, [&mark[1], &mark[2]]);
    MARK.replace_all(page, table).into_owned()
}

fn table(repository: &Path, names: [&str; 2]) -> String {
    let [left, right] = names.map(|name| halves(repository, name));
    let worth = |one: usize, other: usize| worth(left[one].key(), right[other].key());
    let pairs = align(left.len(), right.len(), worth);
    let rows: Vec<_> = pairs.into_iter().map(|pair| row(pair, &left, &right)).collect();
    html::table(names, &rows)
}

fn row(pair: Pair, left: &[Half], right: &[Half]) -> (Sign, [Option<html::Half>; 2]) {
    let (one, other) = (pair.left().map(|at| &left[at]), pair.right().map(|at| &right[at]));
    let sign = match (pair, one.map(Half::key) == other.map(Half::key)) {
        (Pair::Both(..), true) => Sign::Same,
        (Pair::Both(..), false) => Sign::Differs,
        (Pair::Left(_), _) => Sign::Left,
        (Pair::Right(_), _) => Sign::Right,
    };
    let half = |half: &Half| (half.row.clone(), half.words.clone());
    (sign, [one.map(half), other.map(half)])
}

/// The rows of a transcript, taken apart at the server's column.
fn halves(repository: &Path, name: &str) -> Vec<Half> {
    let text = fs::read_to_string(transcript::path(repository, name)).unwrap_or_default();
    let mut lines = text.lines().skip(4);
    let Some(columns) = lines.next().and_then(columns) else { return Vec::new() };
    lines.filter_map(Row::read).flat_map(|row| of_row(&row, &columns)).collect()
}

fn of_row(row: &Row<'_>, columns: &[(usize, &str)]) -> Vec<Half> {
    let number = row.number.trim().to_owned();
    let half = |side: Side, words: String| Half { row: number.clone(), side, words };
    if row.text.starts_with('(') {
        return vec![half(Side::Server, row.text.to_owned())];
    }
    let (before, after) = row.split(row.text, start(columns, "server"));
    // What the kernel does stands in some transcripts and not in others, so it is not compared.
    let (deed, _) = row.split(before, start(columns, "kernel"));
    let (who, deed) = (row.whose(columns), plain(deed));
    let deed = (!deed.is_empty()).then(|| half(Side::Client, format!("{who}: {deed}")));
    let call = (!after.trim().is_empty()).then(|| half(Side::Server, plain(after)));
    let hears = before.contains('◀');
    let both = if hears { [call, deed] } else { [deed, call] };
    both.into_iter().flatten().collect()
}
