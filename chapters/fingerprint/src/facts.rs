//! What tells one model from another, read from a recording: no word of it is looked at, only its
//! data.

use recording::{Call, Event, Recording, Subject, Task};
use serde::Serialize;

use crate::{seen::Seen, way::Way};

/// Which tasks answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kin {
    /// The first one, and no other.
    First,
    /// Threads, or one that is not the first.
    Threads,
    /// Processes that were forked.
    Children,
}

/// What tells one model from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// How many of its tasks have sent something to a client.
    pub answer: usize,
    /// Which they are.
    pub kin: Kin,
    /// How the one that answers first waits.
    pub way: Way,
    /// The call in which it sleeps.
    pub waits_in: &'static str,
    /// Whether it was made for its client: after that had connected.
    pub made_for_client: bool,
    /// Whether the kernel tells it of changes only (edge-triggered).
    pub edge: bool,
    /// The call that accepts.
    pub accepts: &'static str,
    /// Whether it accepts until there is nobody more.
    pub accepts_all: bool,
    /// Through what a client gets to the task that answers, if another one has accepted it.
    pub handed_over: Option<&'static str>,
    /// Whether several tasks wait for new clients, each with a list of its own.
    pub listens_in_several: bool,
    /// Whether a descriptor is a waker as an executor has one: nobody reads it, so only its changes
    /// are told.
    pub waker: bool,
    /// What else it waits for, by which other threads may wake it.
    pub woken_by: Option<Subject>,
    /// Whether a timer is among what it waits for.
    pub timer: bool,
    /// Whether it looks, without a wait, for what is there.
    pub looks: bool,
    /// Whether it receives until there is nothing more.
    pub drains: bool,
    /// How many calls the first request costs.
    pub calls: usize,
}

impl Facts {
    /// Looks at what a server did.
    #[must_use]
    pub fn of(recording: &Recording) -> Self {
        Self::seen(&Seen { recording, before: &[] })
    }

    /// Looks at what a server did, and at what it had done before it listened.
    #[must_use]
    pub fn seen(seen: &Seen<'_>) -> Self {
        Self {
            answer: seen.answering().len(),
            kin: kin(seen),
            way: seen.way(),
            waits_in: seen.asleep().map_or("nothing", |call| call.kind.name()),
            made_for_client: seen.made().is_some(),
            edge: seen.edge().is_some(),
            accepts: seen.accepted().map_or("", |call| call.kind.name()),
            accepts_all: seen.accepts_in_vain().is_some(),
            handed_over: seen.handed_over().map(through),
            listens_in_several: seen.listens_in_several().is_some(),
            waker: seen.waker().is_some(),
            woken_by: seen.woken_by().and_then(|call| call.subject),
            timer: seen.timer().is_some(),
            looks: seen.looks().is_some(),
            drains: seen.receives_in_vain().is_some(),
            calls: calls(seen.recording),
        }
    }
}

/// Through what a call wakes another task.
fn through(call: &Call) -> &'static str {
    match call.subject {
        Some(Subject::Eventfd) => "eventfd",
        Some(_) => "a pipe",
        None => "a futex",
    }
}

fn kin(seen: &Seen<'_>) -> Kin {
    let answering = seen.answering();
    let task = |index: &usize| seen.recording.tasks.get(*index);
    if answering.iter().any(|by| matches!(task(by), Some(Task::Child))) {
        Kin::Children
    } else if answering.len() > 1 || answering.iter().any(|by| *by != 0) {
        Kin::Threads
    } else {
        Kin::First
    }
}

/// The calls from a client's first request to what the client does next.
fn calls(recording: &Recording) -> usize {
    let is_act = |event: &Event| matches!(event, Event::Client { deed, .. } if deed.is_act());
    let after = recording.events.iter().skip_while(|event| !Seen::is_request(event)).skip(1);
    after.take_while(|event| !is_act(event)).filter_map(Event::returned).count()
}
