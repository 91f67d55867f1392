//! What has happened so far. What turns out to repeat what was told before is taken out again.
//!
//! Where the kernel's tracepoints are listened to, each event is marked among them.

use std::{collections::HashSet, mem};

use recording::{Aside, Call, End, Event, Moment, Operation, Submission};
use rustix::process::Pid;

use crate::{
    follow::{
        entry::Entry,
        join::{join, join_news},
        sight::Sight,
    },
    tracefs::{Kernel, Seen, Unavailable},
};

/// Of so many requests the latest are remembered, of a ring that serves for real.
const REQUESTS: usize = 4096;

/// The events, each with what the kernel did just before it.
#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: Vec<Option<Entry>>,
    /// How many have been taken already.
    taken: usize,
    kernel: Option<Kernel>,
    requests: Vec<Asked>,
    /// What tracepoints have seen that belongs to events that are still to come.
    sights: Vec<Sight>,
}

/// A request that a ring was asked.
#[derive(Debug)]
pub(crate) struct Asked {
    /// How many events there were.
    pub(crate) place: usize,
    /// Its number, which another may have later.
    pub(crate) number: u64,
    pub(crate) asks: Submission,
}

impl Log {
    /// A log whose events are marked among these tracepoints.
    pub(crate) fn beside(kernel: Option<Kernel>) -> Self {
        Self { kernel, ..Self::default() }
    }

    /// Adds an event.
    pub(crate) fn add(&mut self, entry: impl Into<Entry>) {
        self.entries.push(Some(entry.into()));
        self.mark();
    }

    fn mark(&self) {
        self.kernel.iter().for_each(|kernel| kernel.mark(self.len()));
    }

    /// Keeps a place for what may turn out later to have happened now.
    pub(crate) fn keep_a_place(&mut self) -> usize {
        let place = self.len();
        self.entries.push(None);
        self.mark();
        place
    }

    /// Tells what has happened there.
    pub(crate) fn fill(&mut self, place: usize, event: Event) {
        if let Some(index) = place.checked_sub(self.taken) {
            self.entries[index] = Some(event.into());
        }
    }

    /// Adds calls.
    pub(crate) fn calls(&mut self, calls: impl IntoIterator<Item = Call>) {
        calls.into_iter().for_each(|call| self.add(Event::Call(call)));
    }

    /// Adds what the kernel did.
    pub(crate) fn moments(&mut self, moments: impl IntoIterator<Item = Moment>) {
        moments.into_iter().for_each(|moment| self.add(Event::Kernel(moment)));
    }

    /// Remembers what a ring was asked, if tracepoints will speak of it by number.
    pub(crate) fn asked(&mut self, requests: Vec<(u64, Submission)>) {
        if self.kernel.is_some() {
            let place = self.len();
            let asked = requests.into_iter().map(|(number, asks)| Asked { place, number, asks });
            self.requests.extend(asked);
        }
    }

    /// What a ring was asked under this number, when there were so many events.
    pub(crate) fn request(&self, number: u64, place: usize) -> Option<Submission> {
        let is_it = |asked: &&Asked| asked.number == number && asked.place <= place;
        self.requests.iter().rfind(is_it).map(|asked| asked.asks)
    }

    /// Where the next event will stand; it grows with each.
    pub(crate) fn len(&self) -> usize {
        self.taken + self.entries.len()
    }

    /// Takes out the event at this place, if it has not been taken; the others keep theirs.
    pub(crate) fn remove(&mut self, place: usize) {
        if let Some(entry) = place.checked_sub(self.taken).map(|index| &mut self.entries[index]) {
            *entry = None;
        }
    }

    /// Why not all that was wanted can be seen of the kernel.
    pub(crate) fn missing(&self) -> Option<&Unavailable> {
        self.kernel.as_ref().and_then(Kernel::missing)
    }

    /// How many events have happened since the last time, up to this place if there is one.
    pub(crate) fn until(&self, place: Option<usize>) -> usize {
        let count = self.entries.len();
        place.map_or(count, |place| count.min(place.saturating_sub(self.taken)))
    }

    /// Takes so many of them.
    pub(crate) fn take(&mut self, count: usize) -> Vec<(Event, Aside)> {
        self.taken += count;
        flat(self.entries.drain(..count)).collect()
    }

    /// Takes out all that there is, but that a process was stopped: it still is.
    pub(crate) fn clear(&mut self) -> Vec<Event> {
        let is_stop = |event: &Event| matches!(event, Event::Ends { how: End::Stopped(_), .. });
        let all = mem::take(&mut self.entries).into_iter().flatten();
        let (stops, rest): (Vec<_>, Vec<_>) = all.partition(|entry| is_stop(&entry.event));
        self.entries = stops.into_iter().map(Some).collect();
        self.kernel.iter().for_each(Kernel::forget);
        self.mark();
        rest.into_iter().map(|entry| entry.event).collect()
    }

    /// The tracepoints, once they have been listened to.
    pub(crate) fn take_kernel(&mut self) -> Option<Kernel> {
        self.kernel.take()
    }

    /// What the tracepoints have seen of these tasks since the last time, if they are listened to.
    pub(crate) fn seen(&mut self, tasks: impl FnOnce() -> Vec<Pid>) -> Option<Vec<Seen>> {
        self.kernel.as_mut().map(|kernel| kernel.news(&tasks()))
    }

    /// Puts in what they have seen since the last time, among so many events.
    pub(crate) fn join_news(&mut self, seen: impl IntoIterator<Item = Sight>, count: usize) {
        self.sights.extend(seen);
        let sights = mem::take(&mut self.sights);
        self.sights = join_news(&mut self.entries[..count], self.taken, sights);
        self.forget_requests();
    }

    /// A ring is asked for ever more; what it is asked for once and does again and again, it was asked
    /// for at its beginning.
    fn forget_requests(&mut self) {
        let Some(more) = self.requests.len().checked_sub(REQUESTS) else { return };
        let mut index = 0;
        self.requests.retain(|asked| {
            index += 1;
            index > more || asked.asks.operation == Operation::AcceptMultishot
        });
    }

    /// Puts in what the tracepoints have seen, and says what does not agree.
    pub(crate) fn join(&mut self, seen: &[Sight]) -> Vec<String> {
        join(&mut self.entries, seen)
    }

    /// Takes out what tells of tasks that have done nothing in the scene but nap.
    pub(crate) fn let_sleep(&mut self) {
        let told = |entry: &Option<Entry>| entry.as_ref().and_then(|entry| work(&entry.event));
        let busy: HashSet<usize> = self.entries.iter().filter_map(told).collect();
        let sleeps = |event: &Event| match event {
            Event::Call(call) => call.kind.is_pause() && !busy.contains(&call.by),
            _ => false,
        };
        self.entries.retain(|entry| !entry.as_ref().is_some_and(|entry| sleeps(&entry.event)));
    }

    /// The events that are left, and their asides.
    pub(crate) fn finish(self) -> (Vec<Event>, Vec<Aside>) {
        flat(self.entries).unzip()
    }
}

/// The task that does something else than to nap.
fn work(event: &Event) -> Option<usize> {
    match event {
        Event::Call(call) if call.kind.is_pause() => None,
        event => event.task(),
    }
}

fn flat(entries: impl IntoIterator<Item = Option<Entry>>) -> impl Iterator<Item = (Event, Aside)> {
    entries.into_iter().flatten().flat_map(|entry| {
        let before = entry.before.into_iter().map(Event::Kernel);
        let before = before.map(|moment| (moment, Aside::default()));
        before.chain([(entry.event, entry.aside)])
    })
}
