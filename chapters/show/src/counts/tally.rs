//! The count itself: calls, those in vain, wake-ups, and where each task waited.

use recording::{Call, Event, Recording};

use crate::{
    counts::{Counts, requests::UnderWay},
    transcript::labels::Labels,
    words::Words,
};

/// Counts what the tasks did while a request was under way.
pub(crate) fn tally(recording: &Recording) -> Counts {
    let labels = Labels::of(recording);
    let mut under_way = UnderWay::new(&recording.events);
    let tasks = recording.tasks.iter().map(|_| Task::default()).collect();
    let mut tally = Tally { tasks, ..Tally::default() };
    for (index, event) in recording.events.iter().enumerate() {
        under_way.follow(index);
        tally.on = under_way.is_any();
        tally.follow(event, &labels, Words::of(&recording.cast).alike());
    }
    Counts { waits: tally.places(&labels), ..tally.counts }
}

#[derive(Debug, Default)]
struct Tally {
    on: bool,
    counts: Counts,
    tasks: Vec<Task>,
    /// Which task was where, while counting was on.
    places: Vec<(usize, String)>,
}

#[derive(Debug, Default)]
struct Task {
    /// The call that it is asleep in, or what it does instead.
    place: Option<String>,
    is_asleep: bool,
    /// Its calls: for each, what it has added to the count of calls, and of those in vain.
    calls: Vec<(usize, usize, usize)>,
}

impl Tally {
    fn follow(&mut self, event: &Event, labels: &Labels, words: Words<'_>) {
        match event {
            Event::Client { .. } | Event::Crowd { .. } | Event::FileChanges { .. } => {
                self.look_around();
            }
            Event::Call(call) if !labels.shows(call.by) => {}
            Event::Call(call) if !call.has_returned() => {
                self.stays(call.by, words.place(call), true);
            }
            Event::Call(call) if labels.show(call) => self.call(call),
            Event::Round { by, calls } => self.round(*by, *calls),
            Event::Ends { by, .. } => self.tasks[*by].place = None,
            Event::Call(_) | Event::Signal { .. } | Event::Kernel(_) => {}
        }
    }

    fn call(&mut self, call: &Call) {
        if call.is_completion() {
            return;
        }
        let task = &mut self.tasks[call.by];
        let wakes = task.place.take().is_some() && task.is_asleep;
        let mut added = (0, 0, 0);
        if self.on {
            added = (1, usize::from(is_vain(call)), call.kind.listed());
            self.counts.calls += call.skipped + added.0;
            self.counts.empty += call.skipped + added.1;
            *self.counts.listed.get_or_insert(0) += added.2;
            self.counts.wakes += usize::from(wakes);
        }
        task.calls.push(added);
    }

    /// Takes back all rounds in which nothing has come.
    fn round(&mut self, by: usize, calls: usize) {
        for added in self.tasks[by].calls.iter().rev().take(calls) {
            self.counts.calls -= added.0;
            self.counts.empty -= added.1;
            *self.counts.listed.get_or_insert(0) -= added.2;
        }
        self.stays(by, "goes round".to_owned(), false);
    }

    fn stays(&mut self, by: usize, place: String, is_asleep: bool) {
        self.tasks[by].place = Some(place);
        self.tasks[by].is_asleep = is_asleep;
        self.look_around();
    }

    fn look_around(&mut self) {
        if !self.on {
            return;
        }
        for (by, task) in self.tasks.iter().enumerate() {
            let Some(place) = &task.place else { continue };
            if !self.places.iter().any(|known| (known.0, &known.1) == (by, place)) {
                self.places.push((by, place.clone()));
            }
        }
    }

    /// Each place once, with the task or the number of tasks that were there.
    fn places(&mut self, labels: &Labels) -> Vec<String> {
        let mut lines = Vec::new();
        while let Some((by, place)) = self.places.first().cloned() {
            let total = self.places.len();
            self.places.retain(|(_, other)| *other != place);
            lines.push(match total - self.places.len() {
                1 if labels.are_needed() => format!("{}: {place}", labels.of_task(by)),
                1 => place,
                many => format!("{many} × {place}"),
            });
        }
        lines
    }
}

/// Whether a call came back with nothing to show for it.
fn is_vain(call: &Call) -> bool {
    let refused = matches!(call.outcome.errno(), Some(libc::EAGAIN | libc::EINTR));
    call.kind.is_pause() || refused || call.outcome.is_nothing()
}
