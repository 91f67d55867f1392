//! The lines of code that were at work in each row of a transcript, from `tests/lines`, where a test
//! keeps what it has recorded. A line is known there by its text, so that it is found when the code
//! above it has moved.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder, in the repository.
const FOLDER: &str = "tests/lines";

/// What is known of the rows of a transcript.
#[derive(Debug, Default)]
pub struct Trail {
    /// By a row's number the lines that were at work, the innermost first.
    pub places: HashMap<usize, Vec<Place>>,
    /// By the number of a row that waits, that of the row in which its call returns.
    pub returns: HashMap<usize, usize>,
    /// Lines that the code has no more.
    pub lost: Vec<String>,
}

/// A line of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, from the repository's folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl Trail {
    /// The trail of the transcript with this name; nothing is known of one that no test plays.
    #[must_use]
    pub fn read(repository: &Path, name: &str) -> Self {
        let text = fs::read_to_string(path(repository, name)).unwrap_or_default();
        let (mut trail, mut rows, mut sources) = (Self::default(), Vec::new(), Sources::new());
        for line in text.lines().skip(3) {
            match line.strip_prefix("  ") {
                Some(place) => trail.add(&rows, place, find(repository, &mut sources, place)),
                None => rows = trail.head(line),
            }
        }
        trail
    }

    /// The rows whose lines follow.
    fn head(&mut self, line: &str) -> Vec<usize> {
        let numbers = line.split(' ').filter_map(|word| word.parse().ok()).collect::<Vec<_>>();
        match (numbers.as_slice(), line.contains(" returns in ")) {
            (&[waits, returns], true) => {
                self.returns.insert(waits, returns);
                Vec::new()
            }
            _ => numbers,
        }
    }

    fn add(&mut self, rows: &[usize], place: &str, found: Option<Place>) {
        let Some(found) = found else {
            self.lost.push(place.to_owned());
            return;
        };
        for row in rows {
            self.places.entry(*row).or_default().push(found.clone());
        }
    }

    /// The numbers of all rows that it is about.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let returns = self.returns.iter().flat_map(|(waits, returns)| [*waits, *returns]);
        self.places.keys().copied().chain(returns)
    }
}

fn path(repository: &Path, name: &str) -> PathBuf {
    repository.join(FOLDER).join(name).with_extension("snap")
}

/// The texts of the files that were looked at, by their names.
type Sources = HashMap<String, Option<String>>;

/// The line: a file, which of its equal lines, and the text.
fn find(repository: &Path, sources: &mut Sources, place: &str) -> Option<Place> {
    let mut words = place.splitn(3, ' ');
    let (file, which, own) = (words.next()?, words.next()?.parse::<usize>().ok()?, words.next()?);
    let text = || fs::read_to_string(repository.join(file)).ok();
    let text = sources.entry(file.to_owned()).or_insert_with(text).as_ref()?;
    let mut equal = (1..).zip(text.lines()).filter(|(_, line)| line.trim() == own);
    let (line, _) = equal.nth(which.checked_sub(1)?)?;
    Some(Place { file: file.to_owned(), line })
}
