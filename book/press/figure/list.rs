//! What the kernel has been asked to watch, or to do, when, and which of it it reports.

use recording::{Call, Change, Control, Event, Flag, Kind, Operation, Outcome, Subject};

use super::{scene::Scene, tasks::place};

/// A descriptor is on a list from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) subject: Subject,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// The entries, and what is reported at which step.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) entries: Vec<Entry>,
    pub(super) reports: Vec<(usize, Subject)>,
    /// The entries are requests to a ring, and what is reported is that they are done.
    pub(super) is_of_ring: bool,
    open: Vec<(Subject, i32)>,
    /// Each further number of a description.
    duplicates: Vec<Subject>,
}

impl Lists {
    pub(super) fn of(scene: &Scene) -> Self {
        let mut lists = Self::default();
        for (step, events) in scene.steps.iter().enumerate() {
            for event in events {
                if let Event::Call(call) = event {
                    lists.see(step, call);
                }
            }
        }
        let end = place(scene.steps.len()) - 1;
        while let Some((subject, _)) = lists.open.last().copied() {
            lists.leaves(subject, end);
        }
        lists
    }

    fn see(&mut self, step: usize, call: &Call) {
        let at = place(step);
        match &call.kind {
            // The list is handed over with each call, and is gone when that returns.
            Kind::Poll(list) | Kind::Select(list) => {
                let here = if call.has_returned() { at - 1 } else { at };
                list.iter().for_each(|asked| self.joins(asked.subject, here));
                if call.has_returned() {
                    list.iter().for_each(|asked| self.leaves(asked.subject, at));
                }
            }
            Kind::EpollCtl { change, events } if call.has_returned() => {
                let Some(subject) = call.subject else { return };
                let watches = events.has(Flag::Readable) || events.has(Flag::Writable);
                match change {
                    Change::Add | Change::Modify if watches => self.joins(subject, at),
                    _ => self.leaves(subject, at),
                }
            }
            Kind::IoUringEnter(requests) => {
                self.is_of_ring = true;
                let here = if call.has_returned() { at - 1 } else { at };
                let about = requests.iter().filter_map(|request| request.subject);
                about.for_each(|subject| self.joins(subject, here));
            }
            Kind::Completion { operation, .. } => {
                let Some(subject) = call.subject else { return };
                self.reports.push((step, subject));
                if is_over(*operation, &call.outcome) {
                    self.leaves(subject, at);
                }
            }
            Kind::Fcntl(Control::FDupfd) => self.duplicates.extend(call.outcome.made()),
            Kind::Close if call.has_returned() => {
                call.subject.iter().for_each(|subject| self.closes(*subject, at));
            }
            _ => {}
        }
        if let Outcome::Ready(ready) = &call.outcome {
            self.reports.extend(ready.iter().map(|found| (step, found.subject)));
        }
    }

    /// An entry goes with the last number of its description.
    fn closes(&mut self, subject: Subject, at: i32) {
        match self.duplicates.iter().position(|other| *other == subject) {
            Some(index) => drop(self.duplicates.remove(index)),
            None => self.leaves(subject, at),
        }
    }

    fn joins(&mut self, subject: Subject, from: i32) {
        if !self.open.iter().any(|(known, _)| *known == subject) {
            self.open.push((subject, from));
        }
    }

    fn leaves(&mut self, subject: Subject, to: i32) {
        if let Some(index) = self.open.iter().position(|(known, _)| *known == subject) {
            let (subject, from) = self.open.remove(index);
            self.entries.push(Entry { subject, from, to });
        }
    }

    /// The descriptors that are on a list between two places, in the order of their entrance.
    pub(super) fn subjects(&self, from: i32, to: i32) -> Vec<Subject> {
        let mut found: Vec<(i32, Subject)> = Vec::new();
        let here = self.entries.iter().filter(|entry| entry.from < to && from < entry.to);
        for entry in here {
            match found.iter_mut().find(|(_, subject)| *subject == entry.subject) {
                Some((first, _)) => *first = entry.from.min(*first),
                None => found.push((entry.from, entry.subject)),
            }
        }
        found.sort_by_key(|(first, _)| *first);
        found.into_iter().map(|(_, subject)| subject).collect()
    }
}

/// Whether a completion is the last one of its request: some complete again and again, until they
/// fail.
fn is_over(operation: Operation, outcome: &Outcome) -> bool {
    let repeats = matches!(operation, Operation::AcceptMultishot | Operation::RecvMultishot);
    !repeats || matches!(outcome, Outcome::Failed(_) | Outcome::Bytes(0))
}
