//! What has happened so far. What turns out to repeat what was told before is taken out again.

use recording::{Aside, Call, End, Event, Moment};

/// The events, each with what the kernel did just before it.
#[derive(Debug, Default)]
pub(crate) struct Log(Vec<Option<Entry>>);

/// One event.
#[derive(Debug)]
pub(crate) struct Entry {
    /// What the kernel did that made it happen: it comes and goes with the event.
    pub(crate) before: Vec<Moment>,
    pub(crate) event: Event,
    /// What is so on this run only.
    pub(crate) aside: Aside,
}

impl From<Event> for Entry {
    fn from(event: Event) -> Self {
        Self { before: Vec::new(), event, aside: Aside::default() }
    }
}

impl Log {
    /// Adds an event.
    pub(crate) fn add(&mut self, entry: impl Into<Entry>) {
        self.0.push(Some(entry.into()));
    }

    /// Adds calls.
    pub(crate) fn calls(&mut self, calls: impl IntoIterator<Item = Call>) {
        calls.into_iter().for_each(|call| self.add(Event::Call(call)));
    }

    /// Adds what the kernel did.
    pub(crate) fn moments(&mut self, moments: impl IntoIterator<Item = Moment>) {
        moments.into_iter().for_each(|moment| self.add(Event::Kernel(moment)));
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
        self.0.retain(|entry| entry.as_ref().is_some_and(|entry| is_stop(&entry.event)));
    }

    /// The events that are left, in order, without what the kernel did before each.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Event> {
        self.0.iter().flatten().map(|entry| &entry.event)
    }

    /// The events that are left, and their asides.
    pub(crate) fn finish(self) -> (Vec<Event>, Vec<Aside>) {
        let each = |entry: Entry| {
            let before = entry.before.into_iter().map(Event::Kernel);
            let before = before.map(|moment| (moment, Aside::default()));
            before.chain([(entry.event, entry.aside)])
        };
        self.0.into_iter().flatten().flat_map(each).unzip()
    }
}
