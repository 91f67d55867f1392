//! The count itself: calls, those in vain, wake-ups, and where each task waited.

use crate::{
    counts::{Counts, requests::UnderWay},
    director::GUEST,
    recording::{Call, Event, Recording},
    transcript::labels::Labels,
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
        tally.follow(event, &labels);
    }
    Counts { waits: tally.places(&labels), ..tally.counts }
}

#[derive(Debug, Default)]
struct Tally {
    on: bool,
    counts: Counts,
    tasks: Vec<Task>,
    /// Who was where, while counting was on.
    places: Vec<(usize, String)>,
}

#[derive(Debug, Default)]
struct Task {
    /// The call that it is asleep in, or what it does instead.
    place: Option<String>,
    is_asleep: bool,
    /// Its last calls, as long as they were in vain, and whether each was counted.
    vain: Vec<(String, bool)>,
}

impl Tally {
    fn follow(&mut self, event: &Event, labels: &Labels) {
        match event {
            Event::Client { .. } | Event::Crowd { .. } => self.look_around(),
            Event::Call(call) if labels.show(call) && labels.shows(call.by) => self.call(call),
            Event::Waits(call) if labels.shows(call.by) => self.stays(call.by, place(call), true),
            Event::Round { by, calls } => self.round(*by, *calls),
            Event::Ends { by, .. } => self.tasks[*by].place = None,
            Event::Call(_) | Event::Waits(_) | Event::Signal { .. } => {}
        }
    }

    fn call(&mut self, call: &Call) {
        if call.is_completion() {
            return;
        }
        let vain = is_vain(call);
        let task = &mut self.tasks[call.by];
        let wakes = task.place.take().is_some() && task.is_asleep;
        if self.on {
            self.counts.calls += call.skipped + 1;
            self.counts.empty += call.skipped + usize::from(vain);
            self.counts.wakes += usize::from(wakes);
        }
        if vain {
            task.vain.push((signature(call), self.on));
        } else {
            task.vain.clear();
        }
    }

    /// Takes back all rounds in which nothing has come.
    fn round(&mut self, by: usize, calls: usize) {
        let vain = std::mem::take(&mut self.tasks[by].vain);
        let head = vain.len().checked_sub(calls).and_then(|head| vain.get(head));
        let idle = vain.iter().skip_while(|(call, _)| head.is_some_and(|(head, _)| head != call));
        let counted = idle.filter(|(_, counted)| *counted).count();
        self.counts.calls -= counted;
        self.counts.empty -= counted;
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

    /// Each place once, with who was there.
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

/// The call that a task is asleep in; all guests are alike.
fn place(call: &Call) -> String {
    match call.subject.as_deref() {
        Some(who) if who.starts_with(GUEST) => format!("{}(a guest)", call.name),
        Some(who) => format!("{}({who})", call.name),
        None => call.name.clone(),
    }
}

fn signature(call: &Call) -> String {
    format!("{}({})", call.name, call.arguments)
}

/// Whether a call came back with nothing to show for it.
fn is_vain(call: &Call) -> bool {
    let pauses = matches!(call.name.as_str(), "nanosleep" | "clock_nanosleep");
    pauses || matches!(call.result.as_str(), "EAGAIN" | "EINTR" | "nothing")
}
