//! The lanes of a drawn scene: names, bars, what lies in the kernel, and the words beside them.

use super::super::{
    lanes::{CROWD, LIES, Lanes, Seen, TOP, kind, name},
    legend::{self, Sign},
    stay::Whose,
    svg::{Drawing, HALF, WIDTH},
    tasks::{State, place},
};

pub(super) struct Sheet<'sheet> {
    pub(super) seen: &'sheet Seen<'sheet>,
    pub(super) lanes: &'sheet Lanes,
    pub(super) drawing: Drawing,
    pub(super) signs: Vec<Sign>,
}

impl Sheet<'_> {
    pub(super) fn names(&mut self) {
        let (left, right) = self.lanes.kernel;
        let bottom = self.lanes.bottom();
        self.drawing.rect("kernel", (left, 0), (right - left, bottom));
        self.name((left + right) / 2, "kernel", "name");
        let is_crowd = self.lanes.clients.len() > CROWD;
        for (index, (client, x)) in (0..).zip(&self.lanes.clients) {
            let class = format!("name client-{}", client % 4);
            // Of a crowd each second name stands lower.
            let y = if is_crowd && index % 2 == 1 { 28 } else { 15 };
            self.drawing.text(&class, (*x, y), self.seen.scene.client(*client));
        }
        self.tasks_names();
        for (subject, x) in &self.lanes.entries {
            let word = show::Words::of(&self.seen.scene.recording.cast).subject(*subject);
            self.drawing.text("name", (*x, TOP - 8), &word[..1]);
        }
        if let (Some((_, first)), Some((_, last))) =
            (self.lanes.entries.first(), self.lanes.entries.last())
        {
            let word = if self.seen.lists.is_of_ring { "asked" } else { "list" };
            self.drawing.text("name", ((first + last) / 2, TOP - 22), word);
        }
    }

    pub(super) fn finish(mut self, id: &str, title: &str) -> String {
        let bottom = self.lanes.bottom() + 12;
        let mut bottom = legend::draw(&mut self.drawing, &self.signs, bottom);
        if !self.lanes.entries.is_empty() {
            self.drawing.text("", (2, bottom + 12), &self.letters());
            bottom += 18;
        }
        self.drawing.finish((WIDTH, bottom), id, title)
    }

    /// What the letters above a list stand for.
    fn letters(&self) -> String {
        let words = show::Words::of(&self.seen.scene.recording.cast);
        let names = self.lanes.entries.iter().map(|(subject, _)| words.subject(*subject));
        let said = names.map(|name| format!("{}: {name}", &name[..1]));
        said.collect::<Vec<_>>().join(", ")
    }

    /// Of several tasks that are alike only the number stands over each.
    fn tasks_names(&mut self) {
        let (lanes, scene) = (self.lanes, self.seen.scene);
        for (task, x) in &lanes.tasks {
            let label = scene.task(*task);
            match (label.split_once(' '), &self.alike(label)[..]) {
                (Some((kind, number)), [first, .., last]) => {
                    self.drawing.text("name", (*x, 28), number);
                    if first == x {
                        self.drawing.text("name", ((first + last) / 2, 15), &format!("{kind}s"));
                    }
                }
                _ => self.name(*x, label, "name"),
            }
        }
    }

    /// Where the tasks of a kind have their lanes.
    fn alike(&self, label: &str) -> Vec<i32> {
        let is_like = |task: usize| kind(self.seen.scene.task(task)) == kind(label);
        let lanes = self.lanes.tasks.iter();
        lanes.filter(|(task, _)| is_like(*task)).map(|(_, x)| *x).collect()
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

    pub(super) fn clients(&mut self) {
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

    pub(super) fn stays(&mut self) {
        for stay in &self.seen.stays {
            let room = self.lanes.lying(stay.whose).zip(self.within(stay.from, stay.to));
            let Some((x, (top, bottom))) = room else { continue };
            // What was there before the first step begins with the sheet.
            let top = (top - 8).max(TOP);
            let lines = name(&stay.label);
            let least = if lines.len() > 1 { 29 } else { 16 };
            let class = match stay.whose {
                Whose::Client(_) => "lies",
                Whose::Signals => "lies queue",
                Whose::File => "lies page",
            };
            self.drawing.rect(class, (x - LIES, top), (2 * LIES, (bottom - 8 - top).max(least)));
            for (line, word) in (0..).zip(lines) {
                self.drawing.text("lies", (x, top + 12 + 13 * line), word);
            }
            self.signs.push(stay.sign);
        }
    }

    pub(super) fn entries(&mut self) {
        for entry in &self.seen.lists.entries {
            let lane = self.lanes.entry(entry.subject);
            let Some((x, (top, bottom))) = lane.zip(self.within(entry.from, entry.to)) else {
                continue;
            };
            self.drawing.rect("entry", (x - 4, top), (8, bottom - top));
            self.signs.push(if self.seen.lists.is_of_ring { Sign::Asked } else { Sign::Entry });
        }
    }

    pub(super) fn reports(&mut self) {
        for (step, subject) in &self.seen.lists.reports {
            if let (Some(x), true) = (self.lanes.entry(*subject), self.seen.is_drawn(*step)) {
                let y = self.lanes.y(place(*step));
                self.drawing.rect("report", (x - 5, y - 5), (10, 10));
                self.signs.push(if self.seen.lists.is_of_ring { Sign::Done } else { Sign::Report });
            }
        }
    }

    pub(super) fn holds(&mut self) {
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

    pub(super) fn tasks(&mut self) {
        for bar in &self.seen.tasks.bars {
            let Some((x, (top, bottom))) =
                self.lanes.task(bar.task).zip(self.within(bar.from, bar.to))
            else {
                continue;
            };
            match bar.state {
                State::Asleep => {
                    self.drawing.asleep(x, top, bottom);
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
                State::Pauses => {
                    self.drawing.pauses(x, top, bottom);
                    self.signs.push(Sign::Pauses);
                }
            }
        }
    }

    pub(super) fn words(&mut self) {
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
