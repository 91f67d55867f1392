//! What `{{#include path:part}}` names, found the way mdBook finds it.
//!
//! mdBook keeps the two expressions to itself (`links.rs` and `take_lines.rs` of `mdbook-driver`), so
//! they stand here again. That both find the same is the rule `code_is_included`: it holds what the
//! gate has read against what mdBook shows.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A helper of mdBook, over one line or several; or one after a backslash, which is plain text.
static HELPER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\\\{\{#.*\}\}|\{\{\s*#([a-zA-Z0-9_]+)\s+([^}]+)\}\}").expect("it is correct")
});

static ANCHOR: LazyLock<Regex> = LazyLock::new(|| mark("ANCHOR"));
static ANCHOR_END: LazyLock<Regex> = LazyLock::new(|| mark("ANCHOR_END"));

fn mark(word: &str) -> Regex {
    Regex::new(&format!(r"{word}:\s*([\w_-]+)")).expect("it is correct")
}

/// A helper of mdBook on a page; nearly always an include.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The line of the page, from 1.
    pub line: usize,
    /// Its bytes in the text.
    pub place: Range<usize>,
    /// The word after `#`.
    pub helper: String,
    /// The file, counted from the page's folder.
    pub path: PathBuf,
    /// How much of the file.
    pub part: Part,
}

/// The part of a file that an include takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// These lines, from 1; without a last line, up to the end.
    Lines(usize, Option<usize>),
    /// What stands between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(String),
}

/// A line of an included file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The line without its end.
    pub text: String,
}

/// Why an include shows nothing, or too much; mdBook mentions none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dangling {
    /// The file does not exist or is not text.
    NoFile,
    /// No line of the file begins the anchor.
    NoAnchor,
    /// The anchor begins and never ends.
    OpenAnchor,
    /// The part has no lines, or blank ones only.
    Empty,
    /// The part has helpers of its own: mdBook would follow them.
    Nested,
}

impl Include {
    pub(super) fn all(text: &str) -> Vec<Self> {
        HELPER.captures_iter(text).filter_map(|helper| Self::read(text, &helper)).collect()
    }

    /// `text` with what its includes show, as mdBook puts it together; a backslash goes.
    pub(super) fn expand(text: &str, folder: &Path) -> String {
        let shown = |helper: &Captures<'_>| match Self::read(text, helper) {
            Some(include) => include.shown(folder),
            None => helper[0].trim_start_matches('\\').to_owned(),
        };
        HELPER.replace_all(text, shown).into_owned()
    }

    fn shown(&self, folder: &Path) -> String {
        let lines = self.lines(folder).unwrap_or_default();
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
    }

    fn read(text: &str, helper: &Captures<'_>) -> Option<Self> {
        let place = helper.get(0)?.range();
        let target = helper.get(2)?.as_str().split_whitespace().next()?;
        let (path, part) = target.split_once(':').unwrap_or((target, ""));
        Some(Self {
            line: 1 + text[..place.start].matches('\n').count(),
            place,
            helper: helper[1].to_owned(),
            path: PathBuf::from(path),
            part: Part::parse(part),
        })
    }

    /// Whether it is an include, and no other helper.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.helper == "include"
    }

    /// The lines that the include puts on a page of `folder`.
    pub fn lines(&self, folder: &Path) -> Result<Vec<Line>, Dangling> {
        let text = fs::read_to_string(folder.join(&self.path)).map_err(|_| Dangling::NoFile)?;
        let lines = (1..).zip(text.lines());
        let lines = lines.map(|(number, text)| Line { number, text: text.to_owned() });
        let lines: Vec<Line> = match &self.part {
            Part::Whole => lines.collect(),
            Part::Lines(first, last) => lines
                .filter(|line| *first <= line.number)
                .filter(|line| last.is_none_or(|last| line.number <= last))
                .collect(),
            Part::Anchor(name) => anchored(lines.collect(), name)?,
        };
        if lines.iter().all(|line| line.text.trim().is_empty()) {
            return Err(Dangling::Empty);
        }
        let shown = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        if HELPER.is_match(&shown) { Err(Dangling::Nested) } else { Ok(lines) }
    }
}

impl Part {
    fn parse(words: &str) -> Self {
        let mut words = words.splitn(3, ':');
        let first = words.next().unwrap_or_default();
        let last = words.next();
        let end = last.and_then(|last| last.parse().ok());
        match (first.parse(), last) {
            (Ok(line), None) => Self::Lines(line, Some(line)),
            (Ok(line), Some(_)) => Self::Lines(line, end),
            (Err(_), _) if !first.is_empty() => Self::Anchor(first.to_owned()),
            (Err(_), Some(_)) if end.is_some() => Self::Lines(1, end),
            (Err(_), _) => Self::Whole,
        }
    }
}

/// The lines inside the anchor `name`, without the marks of other anchors.
fn anchored(lines: Vec<Line>, name: &str) -> Result<Vec<Line>, Dangling> {
    let is = |mark: &Regex, line: &Line| mark.captures(&line.text).is_some_and(|it| &it[1] == name);
    let begin = lines.iter().position(|line| is(&ANCHOR, line)).ok_or(Dangling::NoAnchor)?;
    let mut inside: Vec<Line> = lines.into_iter().skip(begin + 1).collect();
    let end = inside.iter().position(|line| is(&ANCHOR_END, line));
    inside.truncate(end.ok_or(Dangling::OpenAnchor)?);
    inside.retain(|line| ![&ANCHOR, &ANCHOR_END].iter().any(|mark| mark.is_match(&line.text)));
    Ok(inside)
}
