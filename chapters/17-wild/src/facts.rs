//! What model a server is, read from a recording: no word of it is looked at, only its data.

use std::collections::BTreeSet;

use guide::recording::{Call, Change, Deed, Event, Flag, Kind, Recording, Subject};

/// What tells one model from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// How many of its tasks have sent something to a client.
    pub answer: usize,
    /// The call in which the one that answers sleeps.
    pub waits_in: &'static str,
    /// Whether the kernel tells it of changes only (edge-triggered).
    pub edge: bool,
    /// The call that accepts.
    pub accepts: &'static str,
    /// Whether it accepts until there is nobody more.
    pub accepts_all: bool,
    /// Through what a client gets to the task that answers, if another one has accepted it.
    pub handed_over: Option<Subject>,
    /// Whether it receives until there is nothing more.
    pub drains: bool,
    /// How many calls the first request costs.
    pub calls: usize,
}

impl Facts {
    /// Looks at what a server did.
    #[must_use]
    pub fn of(recording: &Recording) -> Self {
        let accepts: Vec<&Call> = recording.returned().filter(|call| is_accept(call)).collect();
        let accepted = accepts.iter().find(|call| call.outcome.made().is_some_and(is_client));
        let answers: Vec<&Call> = to_clients(recording).filter(|call| call.kind.gives()).collect();
        let by = answers.first().map_or(0, |call| call.by);
        let failed = |call: &Call| call.outcome.errno() == Some(AGAIN);
        Self {
            answer: answers.iter().map(|call| call.by).collect::<BTreeSet<_>>().len(),
            waits_in: waits(recording, by),
            edge: to_clients(recording).any(is_edge),
            accepts: accepted.map_or("", |call| call.kind.name()),
            accepts_all: accepts.iter().any(|call| failed(call)),
            handed_over: accepted
                .filter(|call| call.by != by)
                .and_then(|call| word(recording, call.by)),
            drains: to_clients(recording).any(|call| call.kind.takes() && failed(call)),
            calls: calls(recording),
        }
    }
}

/// EAGAIN, as Linux numbers it.
const AGAIN: i32 = 11;

fn is_client(who: Subject) -> bool {
    matches!(who, Subject::Client(_))
}

fn is_accept(call: &Call) -> bool {
    matches!(call.kind, Kind::Accept | Kind::Accept4)
}

fn is_edge(call: &Call) -> bool {
    matches!(call.kind, Kind::EpollCtl { change: Change::Add, events } if events.has(Flag::Edge))
}

fn to_clients(recording: &Recording) -> impl Iterator<Item = &Call> {
    recording.returned().filter(|call| call.about().is_some_and(is_client))
}

/// The call in which a task has slept last.
fn waits(recording: &Recording, by: usize) -> &'static str {
    let asleep = recording.events.iter().rev().find_map(|event| match event {
        Event::Call(call) if call.by == by && !call.has_returned() => Some(call.kind.name()),
        _ => None,
    });
    asleep.unwrap_or("nothing")
}

/// What a task has written to, to wake another one.
fn word(recording: &Recording, by: usize) -> Option<Subject> {
    let own = |call: &&Call| matches!(call.subject, Some(Subject::Eventfd | Subject::Pipe(_)));
    recording.returned().filter(|call| call.by == by && call.kind.gives()).find(own)?.subject
}

/// The calls from a client's first request to what the client does next.
fn calls(recording: &Recording) -> usize {
    let is_request = |event: &&Event| matches!(event, Event::Client { deed: Deed::Sends(_), .. });
    let is_act = |event: &Event| matches!(event, Event::Client { deed, .. } if deed.is_act());
    let after = recording.events.iter().skip_while(|event| !is_request(event)).skip(1);
    after.take_while(|event| !is_act(event)).filter_map(Event::returned).count()
}
