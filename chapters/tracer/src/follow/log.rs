//! What has happened so far. What turns out to repeat what was told before is taken out again.

use recording::{Aside, Call, End, Event};

/// The events, each with what is so on this run only.
#[derive(Debug, Default)]
pub(crate) struct Log(Vec<Option<(Event, Aside)>>);

impl Log {
    /// Adds an event.
    pub(crate) fn add(&mut self, event: Event) {
        self.add_with(event, Aside::default());
    }

    /// Adds an event, and what differs from run to run.
    pub(crate) fn add_with(&mut self, event: Event, aside: Aside) {
        self.0.push(Some((event, aside)));
    }

    /// Adds calls.
    pub(crate) fn calls(&mut self, calls: impl IntoIterator<Item = Call>) {
        calls.into_iter().for_each(|call| self.add(Event::Call(call)));
    }

    /// Where the next event will stand; it grows with each.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes out the event at this place; the others keep theirs.
    pub(crate) fn remove(&mut self, place: usize) {
        self.0[place] = None;
    }

    /// Takes out all that there is, but that a process was stopped: it still is.
    pub(crate) fn clear(&mut self) {
        let is_stop = |event: &Event| matches!(event, Event::Ends { how: End::Stopped(_), .. });
        self.0.retain(|entry| entry.as_ref().is_some_and(|(event, _)| is_stop(event)));
    }

    /// The events that are left, in order.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Event> {
        self.0.iter().flatten().map(|(event, _)| event)
    }

    /// The events that are left, and their asides.
    pub(crate) fn finish(self) -> (Vec<Event>, Vec<Aside>) {
        self.0.into_iter().flatten().unzip()
    }
}
