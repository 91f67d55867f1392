//! What the tracepoints have seen, put where it belongs: the kernel's rows learn how each task was
//! woken and in whose time each copy was made, and those come that only tracepoints can tell.
//!
//! No other row comes or goes for it. Where the two do not agree, that is said: they watch the same
//! kernel from two sides, so one of them is wrong.

use std::mem;

use recording::{Context, Event, How, Moment, Subject};

use crate::follow::entry::Entry;

/// Something that was seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    /// How many events there were when it happened.
    pub(crate) place: usize,
    pub(crate) moment: Moment,
}

/// Puts what was seen among the entries, and says what does not agree.
pub(crate) fn join(entries: &mut Vec<Option<Entry>>, seen: &[Sight]) -> Vec<String> {
    let mut join = Join::of(entries, 0, seen);
    let rest = join.take(usize::MAX, usize::MAX, is_ahead);
    entries.extend(rest.into_iter().map(|index| Some(Event::Kernel(seen[index].moment).into())));
    for index in join.take(usize::MAX, usize::MAX, |moment| is_wake(moment) || is_copy(moment)) {
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

/// Whether both are wake-ups of one task, or copies of one client.
fn is_alike(one: &Moment, other: &Moment) -> bool {
    match (one, other) {
        (Moment::Wakes { task, .. }, Moment::Wakes { task: other, .. }) => task == other,
        (Moment::Copies { who, .. }, Moment::Copies { who: other, .. }) => who == other,
        _ => false,
    }
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
            other => (other, None),
        };
        rows.extend(self.moments(place + 1, last.unwrap_or(0), is_of_ring));
        rows.push(row);
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

fn how(moment: &Moment) -> Option<How> {
    if let Moment::Wakes { how, .. } = moment { *how } else { None }
}

fn copy(moment: &Moment) -> Option<(usize, Context)> {
    if let Moment::Copies { bytes, context: Some(context), .. } = moment {
        Some((*bytes, *context))
    } else {
        None
    }
}

fn is_arrival(event: &Event) -> bool {
    matches!(event, Event::Kernel(Moment::Arrives { .. }))
}

fn is_wake(moment: &Moment) -> bool {
    matches!(moment, Moment::Wakes { .. })
}

fn is_copy(moment: &Moment) -> bool {
    matches!(moment, Moment::Copies { .. })
}

/// What comes before the wake-up that it leads to.
fn is_ahead(moment: &Moment) -> bool {
    matches!(moment, Moment::Queues { .. } | Moment::HasWork { .. })
}

/// What a ring does in a call of the server.
fn is_of_ring(moment: &Moment) -> bool {
    matches!(moment, Moment::Arms { .. } | Moment::Completes { .. })
}

#[cfg(test)]
mod tests {
    use recording::{Arrival, Event, Moment, Operation, Subject};

    use super::{Sight, join_news};
    use crate::follow::entry::Entry;

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
}
