//! A transcript's lines, read again: which of them are rows, and where its columns begin.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// Where insta keeps the recordings.
pub const SNAPSHOTS: &str = "tests/snapshots";

/// Up to three columns for the number, or for the numbers of a row that stands for several.
static ROW: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^( {0,2}(\d+)(?:-(\d+))?  )(.*)$").expect("it is correct"));

/// The clients' names, perhaps the kernel, and the server.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^ {5}[a-z]+(?: [0-9]+)?(?: {2,}[a-z]+(?: [0-9]+)?)*$").expect("it is correct")
});
static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[a-z]+(?: [0-9]+)?").expect("it is correct"));

/// A row of a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'line> {
    /// The numbers that it stands for: mostly one.
    pub numbers: RangeInclusive<usize>,
    /// The columns of the number.
    pub number: &'line str,
    /// What follows.
    pub text: &'line str,
}

impl<'line> Row<'line> {
    /// The row in this line, if it is one.
    #[must_use]
    pub fn read(line: &'line str) -> Option<Self> {
        let found = ROW.captures(line)?;
        let first = found[2].parse().ok()?;
        let last = found.get(3).map_or(Some(first), |last| last.as_str().parse().ok())?;
        let (number, text) = line.split_at(found.get(1)?.end());
        Some(Self { numbers: first..=last, number, text })
    }

    /// Whether it stands for several.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        self.numbers.start() < self.numbers.end()
    }

    /// In whose column it begins.
    #[must_use]
    pub fn whose<'name>(&self, columns: &[(usize, &'name str)]) -> &'name str {
        let blanks = self.text.len() - self.text.trim_start().len();
        let begins = self.number.len() + blanks;
        columns.iter().rfind(|(start, _)| *start <= begins).map_or("", |(_, name)| name)
    }

    /// Its words, wherever the columns of its transcript begin.
    #[must_use]
    pub fn words(&self) -> String {
        plain(self.text)
    }

    /// What of its text, or of the beginning of it, stands before a column, and what from there on.
    #[must_use]
    pub fn split<'text>(&self, text: &'text str, column: usize) -> (&'text str, &'text str) {
        let room = column.saturating_sub(self.number.len());
        text.split_at(text.char_indices().nth(room).map_or(text.len(), |(at, _)| at))
    }
}

/// The words without what draws an arrow's line.
#[must_use]
pub fn plain(text: &str) -> String {
    let text = text.replace('─', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file with this transcript.
#[must_use]
pub fn path(repository: &Path, name: &str) -> PathBuf {
    repository.join(SNAPSHOTS).join(name).with_extension("snap")
}

/// Where a column begins; beyond every line, if there is none.
#[must_use]
pub fn start(columns: &[(usize, &str)], whose: &str) -> usize {
    columns.iter().find(|(_, name)| *name == whose).map_or(usize::MAX, |(start, _)| *start)
}

/// The columns under a heading: where each begins, and whose it is.
#[must_use]
pub fn columns(line: &str) -> Option<Vec<(usize, &str)>> {
    let names = || NAME.find_iter(line).map(|name| (name.start(), name.as_str()));
    HEADING.is_match(line).then(|| names().collect())
}
