//! A scene drawn: time runs downwards, everybody has a lane, and the shape of a bar says who sleeps.

use recording::{Call, Deed, Event, Flow, Kind, Moment, Outcome, Subject};

use super::{
    clients::answers,
    lanes::{Lanes, Seen, TOP, WIDTH, name},
    legend::{self, Sign},
    svg::{Drawing, HALF},
    table::Draws,
    tasks::{State, place},
};

/// Draws a scene.
pub(super) fn draw(seen: &Seen<'_>, draws: Draws, id: &str, title: &str) -> String {
    let lanes = Lanes::of(seen, draws);
    let mut sheet = Sheet { seen, lanes: &lanes, drawing: Drawing::default(), signs: Vec::new() };
    sheet.names();
    sheet.clients();
    sheet.stays();
    sheet.entries();
    if draws.holds {
        sheet.holds();
    }
    sheet.tasks();
    sheet.arrows();
    sheet.reports();
    sheet.words();
    let bottom = legend::draw(&mut sheet.drawing, &sheet.signs, lanes.bottom() + 12);
    sheet.drawing.finish((WIDTH, bottom), id, title)
}

struct Sheet<'sheet> {
    seen: &'sheet Seen<'sheet>,
    lanes: &'sheet Lanes,
    drawing: Drawing,
    signs: Vec<Sign>,
}

impl Sheet<'_> {
    fn names(&mut self) {
        let (left, right) = self.lanes.kernel;
        let bottom = self.lanes.bottom();
        self.drawing.rect("kernel", (left, 0), (right - left, bottom));
        self.name((left + right) / 2, "kernel", "name");
        for (client, x) in &self.lanes.clients {
            let class = format!("name client-{}", client % 4);
            self.name(*x, self.seen.scene.client(*client), &class);
        }
        for (task, x) in &self.lanes.tasks {
            self.name(*x, self.seen.scene.task(*task), "name");
        }
        for (subject, x) in &self.lanes.entries {
            let word = show::Words::of(&self.seen.scene.recording.cast).subject(*subject);
            self.drawing.text("name", (*x, TOP - 8), &word[..1]);
        }
        if let (Some((_, first)), Some((_, last))) =
            (self.lanes.entries.first(), self.lanes.entries.last())
        {
            self.drawing.text("name", ((first + last) / 2, TOP - 22), "list");
        }
    }

    fn name(&mut self, x: i32, label: &str, class: &str) {
        for (line, word) in (0..).zip(name(label)) {
            self.drawing.text(class, (x, 15 + 13 * line), word);
        }
    }

    /// Draws what is there from one place to another, as far as it is on the sheet.
    fn within(&self, from: i32, to: i32) -> Option<(i32, i32)> {
        let (first, last) = self.seen.places();
        let (from, to) = (from.max(first), to.min(last));
        (from < to).then(|| (self.lanes.y(from), self.lanes.y(to)))
    }

    fn clients(&mut self) {
        for span in &self.seen.spans {
            let Some((x, (top, bottom))) =
                self.lanes.client(span.client).zip(self.within(span.from, span.to))
            else {
                continue;
            };
            let class = if span.waits { "waits" } else { "there" };
            self.drawing.bar(&format!("{class} client-{}", span.client % 4), x, top, bottom);
            if span.waits {
                self.signs.push(Sign::Waits);
            }
        }
    }

    fn stays(&mut self) {
        for stay in &self.seen.stays {
            let room = self.lanes.lying(stay.client).zip(self.within(stay.from, stay.to));
            let Some(((x, (top, bottom)), label)) = room.zip(stay.what.label()) else { continue };
            // What was there before the first step begins with the sheet.
            let top = (top - 8).max(TOP);
            self.drawing.rect("lies", (x - 11, top), (22, (bottom - 8 - top).max(16)));
            self.drawing.text("lies", (x, top + 12), &label);
            self.signs.push(Sign::Lies);
        }
    }

    fn entries(&mut self) {
        for entry in &self.seen.lists.entries {
            let x = self.lanes.entries.iter().find(|(known, _)| *known == entry.subject);
            let Some(((_, x), (top, bottom))) = x.zip(self.within(entry.from, entry.to)) else {
                continue;
            };
            self.drawing.rect("entry", (x - 4, top), (8, bottom - top));
            self.signs.push(Sign::Entry);
        }
    }

    fn reports(&mut self) {
        for (step, subject) in &self.seen.lists.reports {
            let x = self.lanes.entries.iter().find(|(known, _)| known == subject);
            if let (Some((_, x)), true) = (x, self.seen.is_drawn(*step)) {
                let y = self.lanes.y(place(*step));
                self.drawing.rect("report", (x - 5, y - 5), (10, 10));
                self.signs.push(Sign::Report);
            }
        }
    }

    fn holds(&mut self) {
        for hold in &self.seen.holds {
            let lane = self.lanes.task(hold.task);
            let Some((x, (top, bottom))) = lane.zip(self.within(hold.from, hold.to)) else {
                continue;
            };
            let x = x - HALF - 8;
            self.drawing.bar(&format!("holds client-{}", hold.client % 4), x, top, bottom);
            self.drawing.path(
                &format!("there client-{}", hold.client % 4),
                &format!("M{} {top}h8M{} {bottom}h8", x - 4, x - 4),
            );
            self.signs.push(Sign::Holds);
        }
    }

    fn tasks(&mut self) {
        for bar in &self.seen.tasks.bars {
            let Some((x, (top, bottom))) =
                self.lanes.task(bar.task).zip(self.within(bar.from, bar.to))
            else {
                continue;
            };
            match bar.state {
                State::Asleep => {
                    self.drawing.rect("asleep", (x - HALF, top), (2 * HALF, bottom - top));
                    self.drawing.bar("stripes", x, top + 2, bottom);
                    self.signs.push(Sign::Asleep);
                }
                State::Awake => {
                    self.drawing.bar("awake", x, top, bottom);
                    self.signs.push(Sign::Awake);
                }
                State::Round => {
                    self.drawing.path("round", &zigzag(x, top, bottom));
                    self.signs.push(Sign::Round);
                }
            }
        }
    }

    fn arrows(&mut self) {
        for (step, events) in self.seen.steps() {
            let y = self.lanes.y(place(step));
            for event in events {
                self.event(event, y);
            }
            self.end(events, y);
        }
        let seen = self.seen;
        for ring in seen.tasks.rings.iter().filter(|ring| seen.is_drawn(ring.step)) {
            if let (Some(from), Some(to)) = (self.lanes.task(ring.by), self.lanes.task(ring.whom)) {
                let side = if to > from { HALF + 1 } else { -HALF - 1 };
                let y = self.lanes.y(place(ring.step));
                self.drawing.arrow("wakes", from + side, to - side, y);
                self.signs.push(Sign::Wakes);
            }
        }
    }

    fn event(&mut self, event: &Event, y: i32) {
        let (left, right) = self.lanes.kernel;
        match event {
            Event::Client { who, deed } if deed.is_act() => {
                if let Some(x) = self.lanes.client(*who) {
                    let to = self.lanes.lying(*who).map_or(left, |lies| lies - 12);
                    self.drawing.arrow(&format!("sends client-{}", who % 4), x, to, y);
                }
            }
            Event::Client { who, deed: Deed::HearsNothing } => {
                if let Some(x) = self.lanes.client(*who) {
                    self.drawing.text("nothing", (x, y + 4), "?");
                }
            }
            Event::Kernel(Moment::Wakes { task, .. }) => {
                if let Some(x) = self.lanes.task(*task) {
                    self.drawing.arrow("wakes", right, x - HALF - 1, y);
                    self.signs.push(Sign::Wakes);
                }
            }
            Event::Call(call) if call.has_returned() => self.call(call, y),
            Event::Kernel(Moment::Copies { .. }) => self.signs.push(Sign::Copies),
            Event::Ends { by, .. } => {
                if let Some(x) = self.lanes.task(*by) {
                    self.drawing.path("ends", &format!("M{} {y}h14", x - 7));
                }
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &Call, y: i32) {
        let Some(x) = self.lanes.task(call.by) else { return };
        let (_, right) = self.lanes.kernel;
        let about = call.about();
        match (&call.kind, &call.outcome) {
            (_, Outcome::Bytes(1..)) if call.flow() == Flow::In => {
                if let Some(Subject::Client(who)) = about {
                    let from = self.lanes.lying(who).map_or(right, |lies| lies + 11);
                    self.drawing.copy(from, x - HALF, y);
                }
            }
            (Kind::Clone | Kind::Fork | Kind::Vfork, Outcome::Task(made)) => {
                if let Some(to) = self.lanes.task(*made) {
                    self.drawing.arrow("makes", x + HALF + 1, to, y);
                }
            }
            (_, Outcome::Failed(_)) => self.drawing.text("fails", (x, y + 4), "○"),
            _ => {
                if let Some(Subject::Client(who)) = about
                    && answers(&Event::Call(call.clone()), who)
                    && let Some(to) = self.lanes.client(who)
                {
                    self.drawing.arrow(&format!("sends client-{}", who % 4), x - HALF - 1, to, y);
                }
            }
        }
    }

    /// The end of a connection reaches a client from the task that let go of it last.
    fn end(&mut self, events: &[Event], y: i32) {
        let by = events.iter().find_map(Event::task).and_then(|task| self.lanes.task(task));
        for event in events {
            if let Event::Client { who, deed: Deed::HearsEnd | Deed::HearsReset } = event
                && let (Some(x), Some(to)) = (by, self.lanes.client(*who))
            {
                self.drawing.arrow(&format!("sends client-{}", who % 4), x - HALF - 1, to, y);
            }
        }
    }

    fn words(&mut self) {
        for (index, (_, step)) in self.seen.steps().enumerate() {
            let (who, lines) = self.lanes.lines(self.seen.scene, step);
            for (line, words) in (0..).zip(&lines) {
                let at = (self.lanes.words, self.lanes.tops[index] + 16 + 15 * line);
                match words.strip_prefix(who.as_str()).filter(|_| line == 0) {
                    Some(does) => self.drawing.sentence(at, &who, does.trim_start()),
                    None => self.drawing.text("", at, words),
                }
            }
        }
    }
}

/// A line that goes to and fro.
fn zigzag(x: i32, top: i32, bottom: i32) -> String {
    let turns = ((bottom - top) / 6).max(1);
    let step = |turn: i32| if turn % 2 == 0 { "l8 6" } else { "l-8 6" };
    format!("M{} {top}", x - 4) + &(0..turns).map(step).collect::<String>()
}
