//! Who still holds a client's connection, and who ends it first.

use std::collections::BTreeSet;

use recording::{Call, Deed, Event, Flow, Kind, Operation, Outcome, Subject, Task};

use crate::seen::{Seen, accepts, is_client};

impl Seen<'_> {
    /// The processes that still hold a client's connection when the scene is over.
    pub(crate) fn holders(self, who: Subject) -> BTreeSet<usize> {
        let mut holders = BTreeSet::new();
        for event in &self.recording.events {
            match event {
                Event::Ends { by, .. } => drop(holders.remove(by)),
                Event::Call(call) if call.outcome.made() == Some(who) && accepts(call) => {
                    holders.insert(self.process(call.by));
                }
                Event::Call(Call {
                    by, kind: Kind::Fork, outcome: Outcome::Task(child), ..
                }) if holders.contains(&self.process(*by)) => {
                    holders.insert(*child);
                }
                Event::Call(call) if closes(call) && call.about() == Some(who) => {
                    holders.remove(&self.process(call.by));
                }
                _ => {}
            }
        }
        holders
    }

    /// Whether the server ends a connection before its client does.
    pub(crate) fn ends_first(self) -> bool {
        let closes = |event: &Event| matches!(event, Event::Client { deed: Deed::Closes, .. });
        let mut events = self.recording.events.iter().take_while(|event| !closes(event));
        let by = self.process(self.first());
        let is_end = |call: &Call| call.flow() == Flow::End && self.process(call.by) == by;
        let ends = |call: &Call| is_end(call) && call.about().is_some_and(is_client);
        events.any(|event| event.returned().is_some_and(ends))
    }

    /// The first task of a task's process.
    fn process(self, task: usize) -> usize {
        match self.recording.tasks.get(task) {
            Some(Task::Thread { of }) => *of,
            _ => task,
        }
    }
}

fn closes(call: &Call) -> bool {
    let completed = matches!(call.kind, Kind::Completion { operation: Operation::Close, .. });
    call.outcome.is_success() && (call.kind == Kind::Close || completed)
}
