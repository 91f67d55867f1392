//! One call that waits for several: what it is passed, and what it returns.
//!
//! `select` writes its answer over the question; `poll` has a field for each.

use anyhow::{Result, bail};
use recording::{Event, Flag, Interest, Kind, Outcome, Readiness};
use show::Words;

use super::{
    lanes::{Seen, WIDTH},
    svg::Drawing,
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
    let calls = seen.steps().flat_map(|(_, step)| step).filter_map(Event::returned);
    for call in calls {
        let sheet = |asked| Sheet { seen, asked, drawing: Drawing::default() };
        match (&call.kind, &call.outcome) {
            (Kind::Select(asked), Outcome::Ready(ready)) => {
                return Ok(sheet(asked).set(ready).finish((WIDTH, 160), id, title));
            }
            (Kind::Poll(asked), Outcome::Ready(ready)) => {
                let rows = i32::try_from(asked.len())?;
                let height = HEAD + CELL.1 * rows + 26;
                return Ok(sheet(asked).array(ready).finish((WIDTH, height), id, title));
            }
            _ => {}
        }
    }
    bail!("no `select` and no `poll` of these steps says who is ready")
}

struct Sheet<'sheet> {
    seen: &'sheet Seen<'sheet>,
    asked: &'sheet [Interest],
    drawing: Drawing,
}

impl Sheet<'_> {
    fn subject(&self, interest: Interest) -> String {
        Words::of(&self.seen.scene.recording.cast).subject(interest.subject)
    }

    /// The bits of a set, before the call and after.
    fn set(mut self, ready: &[Interest]) -> Drawing {
        let (wide, high) = CELL;
        self.drawing.text("", (2, PASSED + 19), "is passed");
        self.drawing.text("", (2, RETURNED + 19), "comes back");
        for (column, asked) in (0..).zip(self.asked) {
            let (x, middle) = (LEFT + wide * column, LEFT + wide * column + wide / 2);
            let is_ready = ready.iter().any(|found| found.subject == asked.subject);
            self.drawing.text("name", (middle, 18), &self.subject(*asked));
            self.drawing.rect("cell", (x, PASSED), CELL);
            self.drawing.text("bit", (middle, PASSED + 20), "1");
            self.drawing.rect(if is_ready { "cell" } else { "cell lost" }, (x, RETURNED), CELL);
            self.drawing.text("bit", (middle, RETURNED + 20), if is_ready { "1" } else { "0" });
            self.drawing.down(middle, PASSED + high + 4, RETURNED - 4);
            let said = if is_ready { "readable" } else { "not readable" };
            self.drawing.text("", (middle + 8, PASSED + high + 27), said);
        }
        self.drawing.text(
            "",
            (2, RETURNED + high + 20),
            "1: in the set. The answer stands where the question stood.",
        );
        self.drawing
    }

    /// The entries of an array, with the question and the answer.
    fn array(mut self, ready: &[Interest]) -> Drawing {
        let [who, ours, kernels, end] = FIELDS;
        for (x, name, whose) in [
            (who, "fd", "ours"),
            (ours, "events", "ours: the question"),
            (kernels, "revents", "the kernel’s: the answer"),
        ] {
            self.drawing.text("head", (x + 6, 14), name);
            self.drawing.text("", (x + 6, 30), whose);
        }
        for (row, asked) in (0..).zip(self.asked) {
            let y = HEAD + CELL.1 * row;
            let found = ready.iter().find(|found| found.subject == asked.subject);
            let answer = found.map_or("0".to_owned(), |found| flags(found.events));
            for (x, until, words) in [
                (who, ours, self.subject(*asked)),
                (ours, kernels, flags(asked.events)),
                (kernels, end, answer),
            ] {
                self.drawing.rect("cell", (x, y), (until - x, CELL.1));
                self.drawing.text("", (x + 6, y + 20), &words);
            }
        }
        let below = HEAD + CELL.1 * i32::try_from(self.asked.len()).unwrap_or(0) + 18;
        self.drawing.text("", (ours + 6, below), "stays as it is");
        self.drawing.text("", (kernels + 6, below), "new with each call");
        self.drawing
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
