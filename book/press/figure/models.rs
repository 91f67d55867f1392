//! The figure of the book: one request of each model, before its bytes arrive and after.
//!
//! After W. R. Stevens, "UNIX Network Programming", figure 6.6. Who waits, in which call, and who
//! copies, a recorded scene says; how long each part takes, `waits time` has measured.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use recording::{Call, Deed, Event, Kind, Moment};

use super::{
    scene::{Scene, Source},
    svg::{Drawing, WIDTH},
    times::Times,
    words::Sentence,
};

/// Where the measured times are, from the root of the repository.
const TIMES: &str = "book/measured/time/times.csv";

/// The first of the scenes: one of each model, in the order of `MODELS`.
pub(super) const FIRST: Source = Source { file: "ping", scene: 1 };

/// The models, each with the chapter that ends with it, in the order of the scenes.
pub const MODELS: [(&str, usize); 11] = [
    ("blocking", 1),
    ("threads", 2),
    ("processes", 3),
    ("nonblocking", 4),
    ("select", 5),
    ("poll", 6),
    ("epoll", 7),
    ("sigio", 8),
    ("uring", 9),
    ("callbacks", 10),
    ("executor", 12),
];

/// Where the bytes arrive.
const ARRIVAL: i32 = 112;
/// From there on a part may be drawn.
const ROOM: i32 = WIDTH - ARRIVAL - 44;
const ROW: i32 = 56;

/// What one model does with one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The model.
    pub name: &'static str,
    /// The task that copies.
    pub task: String,
    /// The call in which it sleeps until the bytes arrive, if it sleeps.
    pub sleeps: Option<String>,
    /// Whether it is woken for these bytes.
    pub woken: bool,
    /// The call in which the bytes are copied.
    pub copies: String,
}

impl Way {
    /// What the scene shows of the first bytes that arrive.
    pub fn of(name: &'static str, scene: &Scene) -> Result<Self> {
        let events: Vec<&Event> = scene.steps.iter().flatten().collect();
        let is_deed = |event: &&Event| matches!(event, Event::Client { deed: Deed::Sends(_), .. });
        let sent = events.iter().position(is_deed).context("nobody sends anything")?;
        let (before, after) = events.split_at(sent);
        let is_copy = |event: &&Event| matches!(event, Event::Kernel(Moment::Copies { .. }));
        let copied = after.iter().position(is_copy).context("nothing is copied")?;
        let call = after[copied..].iter().find_map(|event| event.returned());
        let call = call.context("no call has copied")?;
        let woken = after[..copied].iter().any(
            |event| matches!(event, Event::Kernel(Moment::Wakes { task, .. }) if *task == call.by),
        );
        let sleeps = before.iter().rev().find_map(|event| last_call(event, call.by));
        Ok(Self {
            name,
            task: scene.task(call.by).to_owned(),
            sleeps: sleeps.filter(|call| sleeps_in(call)).map(|call| call.kind.name().to_owned()),
            woken,
            copies: call.kind.name().to_owned(),
        })
    }

    /// Whether it sleeps for a time, and is not woken for the bytes.
    pub(super) fn pauses(&self) -> bool {
        self.sleeps.is_some() && !self.woken
    }

    /// Who waits where, and who copies.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        let Self { task, copies, .. } = self;
        let does = match &self.sleeps {
            Some(call) if self.woken && call == copies => {
                format!("{task} sleeps and copies in {call}")
            }
            Some(call) if self.woken => format!("{task} sleeps in {call}, copies in {copies}"),
            Some(call) => format!("{task} asks, pauses in {call}, copies in {copies}"),
            None => format!("{task} asks again and again, copies in {copies}"),
        };
        Sentence { who: self.name.to_owned(), does }
    }
}

fn last_call<'event>(event: &'event &Event, task: usize) -> Option<&'event Call> {
    match event {
        Event::Call(call) if call.by == task => Some(call),
        _ => None,
    }
}

/// Whether a task is asleep in its last call.
fn sleeps_in(call: &Call) -> bool {
    let looks = matches!(&call.kind, Kind::Poll(_)) && call.limit.is_some();
    !call.has_returned() || call.kind.is_pause() || looks
}

/// The ways of the models up to a chapter.
pub(super) fn ways(repository: &Path, chapter: usize) -> Result<Vec<Way>> {
    let document = FIRST.document(repository)?;
    let of = |(index, (name, _)): (usize, (&'static str, usize))| {
        let source = Source { scene: FIRST.scene + index, ..FIRST };
        Way::of(name, &source.pick(&document, &[])?)
    };
    MODELS.into_iter().enumerate().filter(|(_, (_, last))| *last <= chapter).map(of).collect()
}

/// The measured times, if there are any.
pub(super) fn times(repository: &Path) -> Result<Option<Times>> {
    let path = repository.join(TIMES);
    if !path.exists() {
        return Ok(None);
    }
    let times = Times::read(&fs::read_to_string(&path)?)?;
    for (name, _) in MODELS {
        ensure!(times.has(name), "{TIMES} has no `{name}`: measure it with `waits time`");
    }
    Ok(Some(times))
}

/// Draws the models.
pub(super) fn draw(ways: &[Way], times: Option<&Times>, id: &str, title: &str) -> String {
    let mut drawing = Drawing::default();
    let rows = i32::try_from(ways.len()).unwrap_or(0);
    let bottom = 40 + ROW * rows;
    drawing.text("", (2, 14), "before: any time");
    let unit =
        if times.is_some() { "after: microseconds, medians" } else { "after: in this order" };
    drawing.text("", (ARRIVAL + 6, 28), unit);
    drawing.text("", (ARRIVAL + 6, 14), "6 bytes arrive");
    drawing.path("arrival", &format!("M{ARRIVAL} 4V{bottom}"));
    for (index, way) in (0..).zip(ways) {
        row(&mut drawing, way, times, 40 + ROW * index);
    }
    let bottom = legend(&mut drawing, bottom + 8);
    drawing.finish((WIDTH, bottom), id, title)
}

fn row(drawing: &mut Drawing, way: &Way, times: Option<&Times>, top: i32) {
    let sentence = way.sentence();
    drawing.rect("veil", (0, top), (WIDTH, 17));
    drawing.sentence((2, top + 13), &sentence.who, &sentence.does);
    let y = top + 28;
    before(drawing, way, y);
    let mut x = ARRIVAL;
    for Part { shape, width } in parts(way, times) {
        // What has no room is broken off.
        let wide = width.clamp(2, ARRIVAL + ROOM - 12 - x.min(ARRIVAL + ROOM - 14));
        match shape {
            Shape::Waking => drawing.rect("waking", (x, y - 6), (wide, 12)),
            Shape::Pauses => drawing.naps(x, wide, y),
            Shape::Works => drawing.rect("works", (x, y - 6), (wide, 12)),
            Shape::Copy => drawing.rect("block", (x, y - 9), (wide, 18)),
        }
        x += wide;
    }
    if times.is_some_and(|times| times.is_broken(way.name)) {
        let middle = ARRIVAL + ROOM / 2;
        let gap = format!("M{middle} {}l6 -18h6l-6 18z", y + 9);
        drawing.path("gap", &gap);
    }
    if let Some(words) = times.and_then(|times| times.words(way.name, way.pauses())) {
        drawing.text("total", (x + 5, y + 4), &words.whole);
        drawing.text("parts", (ARRIVAL + 6, top + 49), &words.parts);
    }
}

/// Before the arrival: asleep for any time, or asking.
fn before(drawing: &mut Drawing, way: &Way, y: i32) {
    let wide = ARRIVAL - 6;
    if way.sleeps.is_some() && way.woken {
        drawing.rect("asleep", (2, y - 5), (wide, 10));
        drawing.path("lying", &format!("M4 {y}H{}", wide + 2));
    } else {
        drawing.naps(2, wide, y);
    }
    drawing
        .path("break", &format!("M{} {}l6 -16M{} {}l6 -16", wide / 2, y + 8, wide / 2 + 5, y + 8));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Waking,
    /// It has not asked yet: the rest of its pause.
    Pauses,
    Works,
    Copy,
}

struct Part {
    shape: Shape,
    width: i32,
}

/// What follows the arrival: as long as it has been measured, else in its order.
fn parts(way: &Way, times: Option<&Times>) -> Vec<Part> {
    let measured = times.and_then(|times| times.parts(way.name, ROOM));
    // Waking, asking, copying, the rest.
    let widths = measured.unwrap_or([
        if way.woken { 70 } else { 0 },
        if way.sleeps.as_deref() == Some(&way.copies) { 20 } else { 60 },
        30,
        20,
    ]);
    let asks = if way.pauses() { Shape::Pauses } else { Shape::Works };
    let shapes = [Shape::Waking, asks, Shape::Copy, Shape::Works];
    let parts = shapes.into_iter().zip(widths);
    let all = parts.map(|(shape, width)| Part { shape, width });
    all.filter(|part| part.width > 0).collect()
}

fn legend(drawing: &mut Drawing, top: i32) -> i32 {
    let y = top + 10;
    drawing.rect("asleep", (2, y - 5), (22, 10));
    drawing.path("lying", &format!("M4 {y}h18"));
    drawing.text("", (28, y + 4), "asleep");
    drawing.rect("waking", (76, y - 6), (22, 12));
    drawing.text("", (102, y + 4), "being woken");
    drawing.rect("works", (182, y - 6), (22, 12));
    drawing.text("", (208, y + 4), "its calls");
    drawing.rect("block", (268, y - 9), (22, 18));
    drawing.text("", (294, y + 4), "the copy");
    y + 14
}
