//! What `{{#include path:part}}` names, found the way mdBook finds it.

use std::fs;
use std::path::{Path, PathBuf};

/// A helper of mdBook on a page; nearly always an include.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The line of the page, from 1.
    pub line: usize,
    /// The word behind `#`.
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
    /// The part has no lines.
    Empty,
}

impl Include {
    pub(super) fn all(text: &str) -> Vec<Self> {
        (1..).zip(text.lines()).flat_map(|(line, words)| on_line(line, words)).collect()
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
        if lines.is_empty() { Err(Dangling::Empty) } else { Ok(lines) }
    }
}

/// The helpers on one line. A backslash before the braces makes them plain text.
fn on_line(number: usize, line: &str) -> Vec<Include> {
    let mut includes = Vec::new();
    for (start, _) in line.match_indices("{{") {
        let Some((words, _)) = line[start + 2..].split_once("}}") else { continue };
        let Some(words) = words.trim_start().strip_prefix('#') else { continue };
        let mut words = words.split_whitespace();
        let (Some(helper), Some(target)) = (words.next(), words.next()) else { continue };
        if !line[..start].ends_with('\\') {
            let (path, part) = target.split_once(':').unwrap_or((target, ""));
            let (helper, path) = (helper.to_owned(), PathBuf::from(path));
            includes.push(Include { line: number, helper, path, part: Part::parse(part) });
        }
    }
    includes
}

impl Part {
    fn parse(words: &str) -> Self {
        let (first, last) = match words.split_once(':') {
            None => (words, None),
            Some((first, last)) => (first, Some(last)),
        };
        let end = last.and_then(|last| last.parse().ok());
        match (first.parse(), last) {
            (Ok(line), None) => Self::Lines(line, Some(line)),
            (Ok(line), Some(_)) => Self::Lines(line, end),
            (Err(_), Some(_)) if first.is_empty() => Self::Lines(1, end),
            (Err(_), _) if first.is_empty() => Self::Whole,
            (Err(_), _) => Self::Anchor(first.to_owned()),
        }
    }
}

/// The lines inside the anchor `name`, without the marks of other anchors.
fn anchored(lines: Vec<Line>, name: &str) -> Result<Vec<Line>, Dangling> {
    let is = |mark: &str, line: &Line| anchor(mark, &line.text) == Some(name);
    let begin = lines.iter().position(|line| is("ANCHOR:", line)).ok_or(Dangling::NoAnchor)?;
    let mut inside: Vec<Line> = lines.into_iter().skip(begin + 1).collect();
    let end = inside.iter().position(|line| is("ANCHOR_END:", line));
    inside.truncate(end.ok_or(Dangling::OpenAnchor)?);
    let is_mark = |text: &str| ["ANCHOR:", "ANCHOR_END:"].iter().any(|mark| text.contains(mark));
    inside.retain(|line| !is_mark(&line.text));
    Ok(inside)
}

fn anchor<'line>(mark: &str, line: &'line str) -> Option<&'line str> {
    let (_, name) = line.split_once(mark)?;
    name.split_whitespace().next()
}
