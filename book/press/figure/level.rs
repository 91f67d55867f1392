//! How much of a client's lies in the kernel, over time, and what the server is told of it.

use super::{
    lanes::Seen,
    legend::{self, Sign},
    stay::{Stay, Whose},
    svg::{Drawing, WIDTH},
    tasks::{State, place},
};

/// Where time begins.
const LEFT: i32 = 64;
/// Where the level is 0.
const BASE: i32 = 104;
const HIGH: i32 = 76;
const REPORTS: i32 = 128;
const SERVER: i32 = 154;

/// Draws the level of the first client's bytes.
pub(super) fn draw(seen: &Seen<'_>, id: &str, title: &str) -> String {
    let (first, last) = seen.places();
    let sheet = Sheet { seen, first, width: last - first };
    let mut drawing = Drawing::default();
    for (y, words) in
        [(BASE - 30, "bytes in"), (BASE - 16, "the kernel"), (REPORTS + 4, "reported")]
    {
        drawing.text("", (2, y), words);
    }
    drawing.text("", (2, SERVER + 4), "server");
    drawing.path("axis", &format!("M{LEFT} {BASE}H{}", WIDTH - 2));
    sheet.level(&mut drawing);
    sheet.reports(&mut drawing);
    sheet.server(&mut drawing);
    let signs = [Sign::Asleep, Sign::Awake, Sign::Report];
    let bottom = legend::draw(&mut drawing, &signs, SERVER + 18);
    drawing.finish((WIDTH, bottom), id, title)
}

struct Sheet<'sheet> {
    seen: &'sheet Seen<'sheet>,
    first: i32,
    width: i32,
}

impl Sheet<'_> {
    fn x(&self, place: i32) -> i32 {
        LEFT + (place - self.first).clamp(0, self.width) * (WIDTH - 4 - LEFT) / self.width
    }

    /// A stair: a step for each stay.
    fn level(&self, drawing: &mut Drawing) {
        let is_of_first = |stay: &&Stay| stay.whose == Whose::Client(0) && stay.bytes > 0;
        let stays = self.seen.stays.iter().filter(is_of_first);
        let stays: Vec<_> = stays.filter(|stay| stay.to > self.first).collect();
        let most = stays.iter().map(|stay| stay.bytes).max().unwrap_or(1);
        for stay in stays {
            let high =
                HIGH * i32::try_from(stay.bytes).unwrap_or(0) / i32::try_from(most).unwrap_or(1);
            let (left, right) = (self.x(stay.from), self.x(stay.to));
            drawing.rect("level", (left, BASE - high), (right - left, high));
            drawing.text("", (left + 3, BASE - high - 5), &stay.label);
        }
    }

    fn reports(&self, drawing: &mut Drawing) {
        for (step, _) in &self.seen.lists.reports {
            if self.seen.is_drawn(*step) {
                drawing.rect("report", (self.x(place(*step)) - 5, REPORTS - 5), (10, 10));
            }
        }
    }

    fn server(&self, drawing: &mut Drawing) {
        let last = self.first + self.width;
        for bar in self.seen.tasks.bars.iter().filter(|bar| bar.task == 0) {
            let (left, right) = (self.x(bar.from), self.x(bar.to));
            if bar.to <= self.first || bar.from >= last || left == right {
                continue;
            }
            if bar.state == State::Asleep {
                drawing.rect("asleep", (left, SERVER - 5), (right - left, 10));
                drawing.path("lying", &format!("M{} {SERVER}H{right}", left + 2));
            } else {
                drawing.path("awake", &format!("M{left} {SERVER}H{right}"));
            }
        }
    }
}
