//! A transcript as a figure of a web page: a reader can go through it row by row.
//!
//! The text is the transcript's to the letter, and is all there without a script. [`SCRIPT`] adds
//! the rest: steps, the line of code that a row stands for, rows that are held back.

mod aligned;
mod colours;
mod escape;
mod listings;
mod page;

use std::{fmt::Write, ops::RangeInclusive};

pub use aligned::{Half, table};
pub use escape::escape;
pub use listings::Read;
pub use page::{Page, Scene, page};

/// What brings the figures to life; it needs no library, and asks nothing of the network.
pub const SCRIPT: &str = include_str!("html/player.js");

/// How the figures look. Where the page that they stand on names no colours, they have their own.
pub const STYLE: &str = include_str!("html/player.css");

/// A line of a transcript.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its words, with tags for their colours.
    pub html: String,
    /// The numbers of the rows that it stands for: mostly one, and none above the first row.
    pub rows: Option<RangeInclusive<usize>>,
    /// The listing that has the line of code of its call, and which of the listing's lines, from 0.
    pub code: Option<(usize, usize)>,
    /// The row in which its call returns, if it waits.
    pub returns: Option<usize>,
}

/// What a reader is to say before the rows from this one on are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The first row that is held back.
    pub row: usize,
    /// The question.
    pub question: String,
}

/// The figure. Its id is the beginning of the ids of its rows: `7-edge-1-row-12`.
#[must_use]
pub fn player(id: &str, label: &str, lines: &[Line], hold: Option<&Hold>) -> String {
    let held = hold.map_or(String::new(), |Hold { row, question }| {
        format!(" data-hold=\"{row}\" data-question=\"{}\"", escape(question))
    });
    let lines: Vec<String> = lines.iter().map(|line| element(id, line)).collect();
    let text = lines.join("\n");
    let output = output(label, &text);
    format!("<div class=\"player\" id=\"{id}\"{held}>\n{output}\n</div>")
}

/// What a program prints. It scrolls inside itself, so it can have the focus and has a name.
#[must_use]
pub fn output(label: &str, html: &str) -> String {
    let label = escape(label);
    format!(
        "<pre><code class=\"output hljs nohighlight\" tabindex=\"0\" role=\"group\" \
         aria-label=\"{label}\"><span class=\"sheet\">{html}</span></code></pre>"
    )
}

fn element(id: &str, line: &Line) -> String {
    let Some(rows) = &line.rows else { return line.html.clone() };
    let (first, last) = (rows.start(), rows.end());
    let mut tag = format!("<span class=\"line\" id=\"{id}-row-{first}\"");
    let written = match (last > first, line.code, line.returns) {
        (true, ..) => write!(tag, " data-last=\"{last}\""),
        (_, code, returns) => attributes(&mut tag, code, returns),
    };
    written.expect("a string takes all");
    tag + ">" + &line.html + "</span>"
}

fn attributes(
    tag: &mut String,
    code: Option<(usize, usize)>,
    returns: Option<usize>,
) -> std::fmt::Result {
    if let Some((listing, line)) = code {
        write!(tag, " data-code=\"code-{listing}:{line}\"")?;
    }
    returns.map_or(Ok(()), |row| write!(tag, " data-returns=\"{row}\""))
}
