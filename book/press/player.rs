//! The transcripts of a page as figures that a reader can go through, and its listings, whose lines
//! they light up.

use std::path::Path;

use show::html::{Hold, Line, output, player};

use crate::output::painted_lines;
use crate::trail::{Place, Trail};
use crate::transcript::{Row, columns};

/// A listing of a page: a file, and which of its lines.
#[derive(Debug)]
pub struct Listing {
    /// The file, from the repository's folder.
    pub file: String,
    /// The numbers of its lines, in order.
    pub lines: Vec<usize>,
}

/// What a page has beside a transcript.
#[derive(Debug)]
pub struct Around<'page> {
    /// The listings.
    pub listings: &'page [Listing],
    /// How many of them stand before the transcript.
    pub before: usize,
    /// What the reader is asked.
    pub hold: Option<Hold>,
}

/// The figure of the transcript with this id; what is no transcript is plain output.
#[must_use]
pub fn figure(repository: &Path, id: Option<&str>, text: &str, around: &Around<'_>) -> String {
    let lines = painted_lines(text);
    let Some(id) = id.filter(|_| lines.iter().any(|line| is_row(line))) else {
        return output(&label(text), &lines.join("\n"));
    };
    let trail = Trail::read(repository, id.trim_end_matches("-again"));
    let line = |(html, text): (String, &str)| line(html, text, &trail, around);
    let lines: Vec<Line> = lines.into_iter().zip(text.split('\n')).map(line).collect();
    player(id, &label(text), &lines, around.hold.as_ref())
}

/// A list of steps is numbered, too, and has no columns.
fn is_row(html: &str) -> bool {
    html.starts_with("<span class=\"row\">")
}

fn line(html: String, text: &str, trail: &Trail, around: &Around<'_>) -> Line {
    let rows = Row::read(text).filter(|_| is_row(&html)).map(|row| row.numbers);
    let row = rows.as_ref().map_or(0, |rows| *rows.start());
    let places = trail.places.get(&row).map_or(&[][..], Vec::as_slice);
    let code = places.iter().find_map(|place| listed(place, around));
    Line { html, rows, code, returns: trail.returns.get(&row).copied() }
}

/// The listing that has the line: the nearest one before the transcript, else the first after it.
fn listed(place: &Place, around: &Around<'_>) -> Option<(usize, usize)> {
    let lists = |(index, listing): (usize, &Listing)| {
        let line = listing.lines.iter().position(|line| *line == place.line)?;
        (listing.file == place.file).then_some((index, line))
    };
    let all = || around.listings.iter().enumerate();
    let before = all().take(around.before).rev().find_map(lists);
    before.or_else(|| all().skip(around.before).find_map(lists))
}

/// What those are told who do not see the block.
#[must_use]
pub fn label(text: &str) -> String {
    let mut lines = text.lines();
    let title = lines.next().unwrap_or_default();
    let is_transcript = lines.next().is_some_and(|line| columns(line).is_some());
    if is_transcript {
        format!("Transcript: {title}")
    } else {
        "What the program prints".to_owned()
    }
}
