//! Where the lanes stand: the clients, the kernel, its lists, the tasks, and beside them the words.

use recording::{Event, Subject};

use super::{
    clients::{self, Span},
    held,
    holds::{self, Hold},
    kernel,
    list::Lists,
    panel::Draws,
    scene::Scene,
    stay::{self, Stay, Whose},
    svg::WIDTH,
    tasks::{Tasks, place},
    wrap::{fold, width},
};

/// Where the names of the lanes end.
pub(super) const TOP: i32 = 38;

const LINE: i32 = 15;
const BOX: i32 = 29;
/// Half the width of what lies in the kernel.
pub(super) const LIES: i32 = 13;
const ENTRY: i32 = 15;
/// The least width of a list: that of its name.
const LIST: i32 = 40;

/// The width of one of many lanes that are alike.
const NARROW: i32 = 26;
/// More clients than these are a crowd.
pub(super) const CROWD: usize = 3;

/// A scene, and all that has been seen in it.
#[derive(Debug)]
pub(super) struct Seen<'scene> {
    pub(super) scene: &'scene Scene,
    pub(super) from: usize,
    pub(super) until: usize,
    pub(super) spans: Vec<Span>,
    pub(super) stays: Vec<Stay>,
    pub(super) lists: Lists,
    pub(super) tasks: Tasks,
    pub(super) holds: Vec<Hold>,
}

impl<'scene> Seen<'scene> {
    pub(super) fn of(scene: &'scene Scene, from: usize, until: usize) -> Self {
        let stays = [kernel::stays(scene), held::stays(scene)].concat();
        Self {
            scene,
            from,
            until: until.min(scene.steps.len()),
            spans: clients::spans(scene, &stays),
            stays,
            lists: Lists::of(scene),
            tasks: Tasks::of(scene),
            holds: holds::holds(scene),
        }
    }

    /// The places that are drawn.
    pub(super) fn places(&self) -> (i32, i32) {
        (place(self.from) - 1, place(self.until) - 1)
    }

    pub(super) fn is_drawn(&self, step: usize) -> bool {
        (self.from..self.until).contains(&step)
    }

    /// Whether a task has a lane: it does something in the steps that are drawn, or sleeps there.
    fn shows(&self, task: usize) -> bool {
        let (from, to) = self.places();
        let acts = self.steps().flat_map(|(_, step)| step).any(|event| event.task() == Some(task));
        let rests = self.tasks.rests(task, from, to);
        self.scene.labels.shows(task) && self.tasks.lives(task, from, to) && (acts || rests)
    }

    /// The steps that are drawn.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, &Vec<Event>)> {
        self.scene.steps.iter().enumerate().take(self.until).skip(self.from)
    }
}

/// The middle of each lane.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    pub(super) clients: Vec<(usize, i32)>,
    pub(super) kernel: (i32, i32),
    pub(super) boxes: Vec<(Whose, i32)>,
    pub(super) entries: Vec<(Subject, i32)>,
    pub(super) tasks: Vec<(usize, i32)>,
    pub(super) words: i32,
    /// The top of each step, and the bottom of the last.
    pub(super) tops: Vec<i32>,
    pub(super) from: usize,
}

impl Lanes {
    pub(super) fn of(seen: &Seen<'_>, draws: Draws) -> Self {
        let mut lanes = Self { from: seen.from, ..Self::default() };
        let mut x = 2;
        lanes.clients(seen, &mut x);
        lanes.boxes(seen, &mut x);
        if draws.lists {
            lanes.entries(seen, &mut x);
        }
        lanes.tasks(seen, &mut x);
        lanes.words = x + 4;
        lanes.stack(seen);
        lanes
    }

    fn clients(&mut self, seen: &Seen<'_>, x: &mut i32) {
        let (from, to) = seen.places();
        let here = |client: &usize| {
            seen.spans.iter().any(|span| span.client == *client && span.from < to && from < span.to)
        };
        let clients: Vec<usize> = (0..seen.scene.recording.cast.len()).filter(here).collect();
        let is_crowd = clients.len() > CROWD;
        for client in clients {
            let wide = if is_crowd { NARROW } else { pitch(seen.scene.client(client)) };
            self.clients.push((client, take(x, wide)));
        }
        *x += 4;
    }

    /// The kernel's lane, with columns for what lies there.
    fn boxes(&mut self, seen: &Seen<'_>, x: &mut i32) {
        let (from, to) = seen.places();
        let lying = stay::holders(&seen.stays, from, to);
        let columns = stay::columns(&seen.stays, &lying);
        let wide = BOX * columns.iter().map(|(_, column)| column + 1).max().unwrap_or(0);
        let around = (44 - wide).max(4) / 2;
        let left = *x + around;
        let middle = |(whose, column): (Whose, i32)| (whose, left + BOX * column + BOX / 2);
        self.boxes = columns.into_iter().map(middle).collect();
        self.kernel = (*x, left + wide + around);
        *x = left + wide + around + 6;
    }

    fn entries(&mut self, seen: &Seen<'_>, x: &mut i32) {
        let (from, to) = seen.places();
        let subjects = seen.lists.subjects(from, to);
        let around = (LIST - ENTRY * i32::try_from(subjects.len()).unwrap_or(0)).max(0) / 2;
        *x += around;
        self.entries = subjects.into_iter().map(|who| (who, take(x, ENTRY))).collect();
        *x += around + 6;
    }

    fn tasks(&mut self, seen: &Seen<'_>, x: &mut i32) {
        let all = 0..seen.scene.recording.tasks.len();
        let tasks: Vec<usize> = all.filter(|task| seen.shows(*task)).collect();
        for task in &tasks {
            let label = seen.scene.task(*task);
            let is_like = |other: &&usize| kind(seen.scene.task(**other)) == kind(label);
            let wide = if tasks.iter().filter(is_like).count() > 1 { NARROW } else { pitch(label) };
            self.tasks.push((*task, take(x, wide)));
        }
    }

    fn stack(&mut self, seen: &Seen<'_>) {
        let mut y = TOP;
        for (_, step) in seen.steps() {
            self.tops.push(y);
            let lines = i32::try_from(self.lines(seen.scene, step).1.len()).unwrap_or(1);
            y += LINE * lines + 9;
        }
        self.tops.push(y);
    }

    /// Who does something in a step, and what, folded to the room that words have.
    pub(super) fn lines(&self, scene: &Scene, step: &[Event]) -> (String, Vec<String>) {
        let sentence = scene.sentence(step);
        let who = sentence.who.replace(' ', "\u{a0}");
        let lines = fold(&format!("{who} {}", sentence.does), WIDTH - self.words - 4);
        (who, lines)
    }

    /// The height of a place.
    pub(super) fn y(&self, place: i32) -> i32 {
        let step = usize::try_from((place + 1) / 2).unwrap_or(0);
        let step = step.saturating_sub(self.from).min(self.tops.len() - 1);
        if place % 2 == 0 && step < self.tops.len() - 1 {
            self.tops[step] + 12
        } else {
            self.tops[step]
        }
    }

    pub(super) fn client(&self, client: usize) -> Option<i32> {
        middle(&self.clients, client)
    }

    pub(super) fn task(&self, task: usize) -> Option<i32> {
        middle(&self.tasks, task)
    }

    pub(super) fn lying(&self, whose: Whose) -> Option<i32> {
        middle(&self.boxes, whose)
    }

    pub(super) fn entry(&self, subject: Subject) -> Option<i32> {
        middle(&self.entries, subject)
    }

    pub(super) fn bottom(&self) -> i32 {
        self.tops.last().copied().unwrap_or(TOP)
    }
}

fn middle<Whose: PartialEq>(lanes: &[(Whose, i32)], whose: Whose) -> Option<i32> {
    lanes.iter().find(|(known, _)| *known == whose).map(|(_, x)| *x)
}

/// The lines of a lane's name: a number has its own.
pub(super) fn name(label: &str) -> Vec<&str> {
    label.split(' ').collect()
}

/// What tasks with the same words before their number are.
pub(super) fn kind(label: &str) -> &str {
    label.split_once(' ').map_or(label, |(kind, _)| kind)
}

fn pitch(label: &str) -> i32 {
    let longest = name(label).into_iter().map(width).max().unwrap_or(0);
    (longest + longest / 8 + 4).max(34)
}

/// Takes so much room; says where its middle is.
fn take(x: &mut i32, room: i32) -> i32 {
    let middle = *x + room / 2;
    *x += room;
    middle
}
