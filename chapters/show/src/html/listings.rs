//! The code around the lines that a recording's calls were made from.

use std::fmt::Write;

use recording::Place;

use crate::html::escape;

/// So many lines are shown before a line that made a call, and after it.
const AROUND: usize = 3;

/// How the text of a file is found, if it is there.
pub type Read<'read> = &'read dyn Fn(&str) -> Option<String>;

/// Lines of one file that stand together.
#[derive(Debug)]
pub(super) struct Listing {
    file: String,
    /// The number of its first line.
    first: usize,
    lines: Vec<String>,
}

impl Listing {
    /// Which of its lines this is, from 0.
    pub(super) fn index(&self, place: &Place) -> Option<usize> {
        let line = number(place).checked_sub(self.first)?;
        (self.file == place.file && line < self.lines.len()).then_some(line)
    }

    pub(super) fn write(&self, index: usize) -> String {
        let (file, first) = (escape(&self.file), self.first);
        let last = first + self.lines.len() - 1;
        let mut html = format!(
            "<h3>{file}</h3>\n<pre><code id=\"code-{index}\" class=\"hljs\" data-file=\"{file}\" \
             data-lines=\"{first}-{last}\" tabindex=\"0\" role=\"group\" aria-label=\"{file}\">"
        );
        for line in &self.lines {
            writeln!(html, "{}", escape(line)).expect("a string takes all");
        }
        html + "</code></pre>\n"
    }
}

/// The listings that have all of these places: of a file that can't be read, the lines alone.
pub(super) fn listings(places: &[&Place], read: Read<'_>) -> Vec<Listing> {
    let mut files: Vec<&str> = Vec::new();
    for place in places {
        if !files.contains(&place.file.as_str()) {
            files.push(&place.file);
        }
    }
    files.into_iter().flat_map(|file| of_file(file, places, read)).collect()
}

fn of_file(file: &str, places: &[&Place], read: Read<'_>) -> Vec<Listing> {
    let mut own: Vec<&Place> = places.iter().filter(|place| place.file == file).copied().collect();
    own.sort_by_key(|place| place.line);
    own.dedup_by_key(|place| place.line);
    let Some(text) = read(file) else { return own.into_iter().map(alone).collect() };
    let all: Vec<&str> = text.lines().collect();
    let is_there = |place: &&&Place| number(place) <= all.len();
    let parts = own.iter().filter(is_there).fold(Vec::new(), |parts, place| joined(parts, place));
    parts.into_iter().map(|part| cut(file, part, &all)).collect()
}

/// The first line and the last one of what stands together.
type Part = (usize, usize);

fn joined(mut parts: Vec<Part>, place: &Place) -> Vec<Part> {
    let (first, last) = (number(place).saturating_sub(AROUND).max(1), number(place) + AROUND);
    match parts.last_mut().filter(|part| first <= part.1 + 1) {
        Some(part) => part.1 = last,
        None => parts.push((first, last)),
    }
    parts
}

fn cut(file: &str, (first, last): Part, all: &[&str]) -> Listing {
    let lines = all[first - 1..last.min(all.len())].iter().map(|line| (*line).to_owned());
    Listing { file: file.to_owned(), first, lines: lines.collect() }
}

fn alone(place: &Place) -> Listing {
    Listing { file: place.file.clone(), first: number(place), lines: vec![place.text.clone()] }
}

fn number(place: &Place) -> usize {
    usize::try_from(place.line).unwrap_or(0)
}
