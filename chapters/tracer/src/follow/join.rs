//! What the tracepoints have seen, put where it belongs: the kernel's rows learn how each task was
//! woken and in whose time each copy was made, and those come that only tracepoints can tell.
//!
//! No other row comes or goes for it. Where the two do not agree, that is said: they watch the same
//! kernel from two sides, so one of them is wrong.

use std::mem;

use recording::{Arrival, Context, Event, Moment, Subject};

use crate::follow::{
    entry::Entry,
    sight::{
        Sight, arrived, copy, how, is_ahead, is_alike, is_arrival, is_copy, is_of_ring, is_wake,
    },
};

/// Puts what was seen among the entries, and says what does not agree.
pub(crate) fn join(entries: &mut Vec<Option<Entry>>, seen: &[Sight]) -> Vec<String> {
    let mut join = Join::of(entries, 0, seen);
    let rest = join.take(usize::MAX, usize::MAX, is_ahead);
    entries.extend(rest.into_iter().map(|index| Some(Event::Kernel(seen[index].moment).into())));
    for index in join.take(usize::MAX, usize::MAX, |moment| !is_of_ring(moment)) {
        join.differences.push(format!("no row says {:?}", seen[index].moment));
    }
    join.differences
}

/// Puts what was seen among entries of which the first one stands at this place; returns what may belong
/// to those that come later. A server that serves for real need not have been looked at in time, so what
/// has no row is left out.
pub(crate) fn join_news(
    entries: &mut [Option<Entry>],
    first: usize,
    mut seen: Vec<Sight>,
) -> Vec<Sight> {
    let is_told = Join::of(entries, first, &seen).is_told;
    let later = first + open(entries);
    let may_come = |index: usize| seen[index].place >= later || is_last(&seen, index);
    let rest: Vec<bool> = (0..seen.len()).map(|index| !is_told[index] && may_come(index)).collect();
    let mut rest = rest.into_iter();
    seen.retain(|_| rest.next() == Some(true));
    seen
}

/// From which of the entries on something may have been seen that belongs to later ones: what an arrival
/// causes has its rows after that.
fn open(entries: &[Option<Entry>]) -> usize {
    let last =
        (0..).zip(entries).filter_map(|(index, entry)| Some((index, entry.as_ref()?))).last();
    last.map_or(0, |(index, entry)| if is_arrival(&entry.event) { index } else { index + 1 })
}

/// Whether it is the last wake-up of its task, or the last copy of its client: only the call that the task
/// is still in brings the row, and what came before that may have been noticed and taken.
fn is_last(seen: &[Sight], index: usize) -> bool {
    let moment = &seen[index].moment;
    (is_wake(moment) || is_copy(moment))
        && !seen[index + 1..].iter().any(|later| is_alike(moment, &later.moment))
}

struct Join<'seen> {
    /// In the order in which it happened.
    seen: &'seen [Sight],
    is_told: Vec<bool>,
    differences: Vec<String>,
}

impl<'seen> Join<'seen> {
    /// Goes through entries of which the first one stands at this place.
    fn of(entries: &mut [Option<Entry>], first: usize, seen: &'seen [Sight]) -> Self {
        let mut join = Self { seen, is_told: vec![false; seen.len()], differences: Vec::new() };
        for (place, entry) in (first..).zip(entries) {
            entry.iter_mut().for_each(|entry| join.entry(place, entry));
        }
        join
    }

    /// Each row of an entry, and before it what a ring has done by then.
    fn entry(&mut self, place: usize, entry: &mut Entry) {
        // What an arrival causes, the kernel does before it can be noticed.
        let before = if is_arrival(&entry.event) { place } else { place + 1 };
        let mut rows = self.moments(before, usize::MAX, is_ahead);
        // The copy of a datagram passes no tracepoint.
        let is_datagram = entry.event.returned().is_some_and(|call| call.peer.is_some());
        for row in mem::take(&mut entry.before) {
            if is_datagram && is_copy(&row) {
                rows.push(row);
            } else {
                self.row(place, row, &mut rows);
            }
        }
        if let Event::Kernel(row) = entry.event {
            self.row(place, row, &mut rows);
            entry.event = rows.pop().map_or(entry.event.clone(), Event::Kernel);
        }
        rows.extend(self.moments(before, usize::MAX, is_of_ring));
        entry.before = rows;
    }

    /// Completes a row, and puts it after what has happened before it.
    fn row(&mut self, place: usize, row: Moment, rows: &mut Vec<Moment>) {
        let (row, last) = match row {
            Moment::Wakes { task, .. } => self.wakes(place, task),
            Moment::Copies { who, bytes, of, .. } => self.copies(place, who, bytes, of),
            Moment::Arrives { who, what } => self.arrives(place, who, what),
            other => (other, None),
        };
        rows.extend(self.moments(place + 1, last.unwrap_or(0), is_of_ring));
        rows.push(row);
    }

    /// Not all need have been seen: a softirq may run in a task that is not listened to.
    fn arrives(&mut self, place: usize, who: Subject, what: Arrival) -> (Moment, Option<usize>) {
        let is_its =
            |moment: &Moment| matches!(moment, Moment::Arrives { who: of, .. } if *of == who);
        let sights = self.take(place + 1, usize::MAX, is_its);
        let seen: usize =
            sights.iter().filter_map(|index| arrived(&self.seen[*index].moment)).sum();
        if what != Arrival::Part && seen > arrived(&Moment::Arrives { who, what }).unwrap_or(0) {
            self.differ(place, format!("{seen} bytes of {who:?} arrived, not {what:?}"));
        }
        (Moment::Arrives { who, what }, None)
    }

    fn wakes(&mut self, place: usize, task: usize) -> (Moment, Option<usize>) {
        let is_its =
            |moment: &Moment| matches!(moment, Moment::Wakes { task: of, .. } if *of == task);
        let sights = self.take(place + 1, usize::MAX, is_its);
        if sights.len() != 1 {
            self.differ(place, format!("task {task} was woken {} times", sights.len()));
        }
        let last = sights.last().copied();
        let how = last.and_then(|index| how(&self.seen[index].moment));
        (Moment::Wakes { task, how }, last)
    }

    fn copies(
        &mut self,
        place: usize,
        who: Subject,
        bytes: usize,
        of: Option<usize>,
    ) -> (Moment, Option<usize>) {
        let is_its =
            |moment: &Moment| matches!(moment, Moment::Copies { who: of, .. } if *of == who);
        let sights = self.take(place + 1, usize::MAX, is_its);
        let copies = sights.iter().filter_map(|index| copy(&self.seen[*index].moment));
        let (pieces, contexts): (Vec<usize>, Vec<Context>) = copies.unzip();
        let seen: usize = pieces.iter().sum();
        if seen != bytes {
            self.differ(place, format!("{seen} bytes of {who:?} were copied, not {bytes}"));
        }
        let context = contexts.last().copied();
        (Moment::Copies { who, bytes, of, context }, sights.last().copied())
    }

    fn differ(&mut self, place: usize, what: String) {
        self.differences.push(format!("event {place}: {what}"));
    }

    fn moments(
        &mut self,
        places: usize,
        sights: usize,
        kind: impl Fn(&Moment) -> bool,
    ) -> Vec<Moment> {
        self.take(places, sights, kind).into_iter().map(|index| self.seen[index].moment).collect()
    }

    /// The sights of a kind that have not been told, among the first `sights`, and from before that
    /// many events.
    fn take(&mut self, places: usize, sights: usize, kind: impl Fn(&Moment) -> bool) -> Vec<usize> {
        let all = (0..self.seen.len().min(sights)).filter(|index| !self.is_told[*index]);
        let in_time = all.filter(|index| self.seen[*index].place < places);
        let taken: Vec<_> = in_time.filter(|index| kind(&self.seen[*index].moment)).collect();
        taken.iter().for_each(|index| self.is_told[*index] = true);
        taken
    }
}

#[cfg(test)]
mod tests {
    use recording::{Arrival, Event, Moment, Operation, Subject};

    use super::{join, join_news};
    use crate::follow::{entry::Entry, sight::Sight};

    #[test]
    fn what_an_arrival_causes_is_told_though_that_is_the_last_event_for_now() {
        let who = Subject::Client(0);
        let moment = Moment::HasWork { operation: Operation::Recv, who: Some(who) };
        let arrives = Event::Kernel(Moment::Arrives { who, what: Arrival::Bytes(6) });
        let wakes = Event::Kernel(Moment::Wakes { task: 0, how: None });
        let [mut now, mut later] = [arrives, wakes].map(|event| [Some(Entry::from(event))]);
        let left = join_news(&mut now, 0, vec![Sight { place: 0, moment }]);
        assert!(join_news(&mut later, 1, left).is_empty());
        let before = later[0].take().map(|entry| entry.before);
        assert_eq!(before, Some(vec![moment]));
    }

    #[test]
    fn bytes_that_were_seen_to_arrive_have_their_row() {
        let who = Subject::Client(0);
        let arrives = |bytes| Moment::Arrives { who, what: Arrival::Bytes(bytes) };
        let differences = |told: &[usize]| {
            let rows = told.iter().map(|bytes| Some(Event::Kernel(arrives(*bytes)).into()));
            join(&mut rows.collect(), &[Sight { place: 0, moment: arrives(6) }]).len()
        };
        assert_eq!([&[][..], &[5], &[6], &[7]].map(differences), [1, 1, 0, 0]);
    }
}
