//! One call that waits for several: what it is passed, and what it returns.
//!
//! `select` writes its answer over the question; `poll` has a field for each.

use anyhow::{Context, Result};
use recording::{Call, Event, Flag, Interest, Kind, Outcome, Readiness};
use show::Words;

use super::{
    lanes::Seen,
    svg::{Drawing, WIDTH},
};

const CELL: (i32, i32) = (92, 30);
/// Where the cells of a set begin.
const LEFT: i32 = 84;
/// The tops of what is passed and of what is returned.
const PASSED: i32 = 28;
const RETURNED: i32 = 104;
/// Where the columns of an array begin.
const FIELDS: [i32; 4] = [2, 76, 206, WIDTH - 2];
const HEAD: i32 = 40;

/// Draws the first call of `select` or `poll` that says who is ready.
pub(super) fn draw(seen: &Seen<'_>, id: &str, title: &str) -> Result<String> {
    let mut calls = seen.steps().flat_map(|(_, step)| step).filter_map(Event::returned);
    let drawn = calls.find_map(|call| drawn(seen, call));
    let (drawing, height) = drawn.context("no `select` and no `poll` here says who is ready")?;
    Ok(drawing.finish((WIDTH, height), id, title))
}

/// The drawing of a call, and its height, if it is one of these.
fn drawn(seen: &Seen<'_>, call: &Call) -> Option<(Drawing, i32)> {
    let Outcome::Ready(ready) = &call.outcome else { return None };
    let sheet = |asked| Sheet { seen, asked, ready, drawing: Drawing::default() };
    match &call.kind {
        Kind::Select(asked) => Some((sheet(asked).set(), 177)),
        Kind::Poll(asked) => Some((sheet(asked).array(), below(asked) + 26)),
        _ => None,
    }
}

/// Where an array ends.
fn below(asked: &[Interest]) -> i32 {
    HEAD + CELL.1 * i32::try_from(asked.len()).unwrap_or(0)
}

struct Sheet<'sheet> {
    seen: &'sheet Seen<'sheet>,
    asked: &'sheet [Interest],
    ready: &'sheet [Interest],
    drawing: Drawing,
}

impl Sheet<'_> {
    fn subject(&self, interest: Interest) -> String {
        Words::of(&self.seen.scene.recording.cast).subject(interest.subject)
    }

    /// What the call has found about this descriptor.
    fn found(&self, asked: Interest) -> Option<Readiness> {
        let found = self.ready.iter().find(|found| found.subject == asked.subject);
        found.map(|found| found.events)
    }

    /// The bits of a set, before the call and after.
    fn set(mut self) -> Drawing {
        self.drawing.text("", (2, PASSED + 19), "is passed");
        self.drawing.text("", (2, RETURNED + 19), "comes back");
        for (column, asked) in (0..).zip(self.asked) {
            self.bit(LEFT + CELL.0 * column, *asked);
        }
        let rule = "1: in the set. The answer stands where the question stood.";
        self.drawing.text("", (2, RETURNED + CELL.1 + 20), rule);
        self.drawing.text(
            "",
            (2, RETURNED + CELL.1 + 37),
            "Dashed: taken out of the set by the kernel.",
        );
        self.drawing
    }

    fn bit(&mut self, x: i32, asked: Interest) {
        let (middle, bottom) = (x + CELL.0 / 2, PASSED + CELL.1);
        let (class, bit, said) = match self.found(asked) {
            Some(_) => ("cell", "1", "readable"),
            None => ("cell lost", "0", "not readable"),
        };
        self.drawing.text("name", (middle, 18), &self.subject(asked));
        self.drawing.rect("cell", (x, PASSED), CELL);
        self.drawing.text("bit", (middle, PASSED + 20), "1");
        self.drawing.rect(class, (x, RETURNED), CELL);
        self.drawing.text("bit", (middle, RETURNED + 20), bit);
        self.drawing.down(middle, bottom + 4, RETURNED - 4);
        self.drawing.text("", (middle + 8, bottom + 27), said);
    }

    /// The entries of an array, with the question and the answer.
    fn array(mut self) -> Drawing {
        let [who, ours, kernels, _] = FIELDS;
        self.head(who, "fd", "ours");
        self.head(ours, "events", "ours: the question");
        self.head(kernels, "revents", "the kernel’s: the answer");
        for (row, asked) in (0..).zip(self.asked) {
            self.entry(HEAD + CELL.1 * row, *asked);
        }
        let y = below(self.asked) + 18;
        self.drawing.text("", (ours + 6, y), "stays as it is");
        self.drawing.text("", (kernels + 6, y), "new with each call");
        self.drawing
    }

    fn head(&mut self, x: i32, name: &str, whose: &str) {
        self.drawing.text("head", (x + 6, 14), name);
        self.drawing.text("", (x + 6, 30), whose);
    }

    fn entry(&mut self, y: i32, asked: Interest) {
        let answer = self.found(asked).map_or("0".to_owned(), flags);
        let words = [self.subject(asked), flags(asked.events), answer];
        for (words, edges) in words.iter().zip(FIELDS.windows(2)) {
            self.drawing.rect("cell", (edges[0], y), (edges[1] - edges[0], CELL.1));
            self.drawing.text("", (edges[0] + 6, y + 20), words);
        }
    }
}

/// As poll(2) names them.
fn flags(events: Readiness) -> String {
    let names = [
        (Flag::Readable, "POLLIN"),
        (Flag::Writable, "POLLOUT"),
        (Flag::Error, "POLLERR"),
        (Flag::Hangup, "POLLHUP"),
    ];
    let has = names.into_iter().filter(|(flag, _)| events.has(*flag)).map(|(_, name)| name);
    has.collect::<Vec<_>>().join(" | ")
}
