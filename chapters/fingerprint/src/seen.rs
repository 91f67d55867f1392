//! Where in a recording a fact stands: the call that proves it.

mod held;
mod listed;

use std::collections::BTreeSet;

use play::Played;
use recording::{Call, Control, Deed, Event, Flow, Kind, Limit, Operation, Recording, Subject};

use crate::way::Way;

/// EAGAIN, as Linux numbers it.
const AGAIN: i32 = 11;

/// A scene, and what the server did before it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'played> {
    /// What happened in it.
    pub recording: &'played Recording,
    /// What another program did before it listened; of one of the book's that is in the recording.
    pub before: &'played [Event],
}

impl<'played> Seen<'played> {
    /// What was played.
    #[must_use]
    pub fn of(played: &'played Played) -> Self {
        Self { recording: &played.recording, before: &played.before }
    }

    /// Whether a client asks something.
    pub(crate) fn is_request(event: &Event) -> bool {
        use Deed::{Lends, Sends, SendsFile};
        matches!(event, Event::Client { deed: Sends(_) | Lends(_) | SendsFile(_), .. })
    }

    /// The calls of the scene that have returned.
    pub(crate) fn returned(self) -> impl Iterator<Item = &'played Call> {
        self.recording.returned()
    }

    /// All of them, from the program's beginning.
    fn all(self) -> impl Iterator<Item = &'played Call> {
        self.before.iter().filter_map(Event::returned).chain(self.returned())
    }

    /// Those about a client's connection.
    pub(crate) fn about_clients(self) -> impl Iterator<Item = &'played Call> {
        self.returned().filter(|call| call.about().is_some_and(is_client))
    }

    /// Those that have sent something to a client.
    pub(crate) fn answers(self) -> impl Iterator<Item = &'played Call> {
        self.about_clients().filter(|call| call.flow() == Flow::Out)
    }

    /// The tasks that have.
    pub(crate) fn answering(self) -> BTreeSet<usize> {
        self.answers().map(|call| call.by).collect()
    }

    /// The task that answers first.
    pub(crate) fn first(self) -> usize {
        self.answers().next().map_or(0, |call| call.by)
    }

    /// The place of the first request.
    fn request(self) -> usize {
        let events = &self.recording.events;
        events.iter().position(Self::is_request).unwrap_or(events.len())
    }

    /// The call in which the task that answers sleeps when it is asked.
    pub(crate) fn asleep(self) -> Option<&'played Call> {
        let (earlier, later) = self.recording.events.split_at(self.request());
        let own = |call: &&Call| call.by == self.first();
        let sleeps = |events: &'played [Event]| events.iter().filter_map(waits);
        let before = sleeps(earlier).rfind(own);
        before.or_else(|| sleeps(later).find(own)).or_else(|| sleeps(earlier).next_back())
    }

    /// How it waits.
    pub(crate) fn way(self) -> Way {
        let rounds =
            |event: &Event| matches!(event, Event::Round { by, .. } if *by == self.first());
        if self.receives_in_vain().is_some() && self.recording.events.iter().any(rounds) {
            return Way::Ask;
        }
        if self.signal().is_some() {
            return Way::Signal;
        }
        self.asleep().map_or(Way::Other, Way::of)
    }

    /// The call that makes the kernel send a signal for a client's bytes.
    pub(crate) fn signal(self) -> Option<&'played Call> {
        self.about_clients().find(|call| call.kind == Kind::Fcntl(Control::OAsync))
    }

    /// The call that has accepted the first client.
    pub(crate) fn accepted(self) -> Option<&'played Call> {
        let is_it = |call: &&Call| accepts(call) && call.outcome.made().is_some_and(is_client);
        self.returned().find(is_it)
    }

    /// One that has found nobody more: by the task that had accepted the first client. (Another one may
    /// have been woken for the same client, and came too late.)
    pub(crate) fn accepts_in_vain(self) -> Option<&'played Call> {
        let first = self.accepted()?;
        let own = self.returned().skip_while(|call| *call != first).filter(|it| it.by == first.by);
        own.filter(|call| accepts(call)).find(|call| is_in_vain(call))
    }

    /// A receive that has found nothing.
    pub(crate) fn receives_in_vain(self) -> Option<&'played Call> {
        self.about_clients().find(|call| call.kind.takes() && is_in_vain(call))
    }

    /// One that comes before anything is known of the client.
    pub(crate) fn tries_first(self) -> Option<&'played Call> {
        let first = self.about_clients().find(|call| call.kind.takes());
        first.filter(|call| is_in_vain(call))
    }

    /// One that comes after another that has found something.
    pub(crate) fn drains(self) -> Option<&'played Call> {
        let receives = self.about_clients().filter(|call| call.kind.takes());
        receives.skip_while(|call| is_in_vain(call)).find(|call| is_in_vain(call))
    }

    /// The last call in which a task sleeps.
    pub(crate) fn last_wait(self) -> Option<&'played Call> {
        self.recording.events.iter().filter_map(waits).next_back()
    }

    /// The call that made the task that answers, after its client had connected.
    pub(crate) fn made(self) -> Option<&'played Call> {
        let is_client = |event: &&Event| matches!(event, Event::Client { .. });
        let events = self.recording.events.iter().skip_while(|event| !is_client(event));
        let first = self.first();
        events.filter_map(Event::returned).find(|call| call.outcome.task() == Some(first))
    }

    /// The call by which the task that accepted woke the one that answers: a write, or a futex(2).
    pub(crate) fn handed_over(self) -> Option<&'played Call> {
        let (by, first) = (self.accepted()?.by, self.first());
        let own = |call: &Call| matches!(call.subject, Some(Subject::Eventfd | Subject::Pipe(_)));
        let wakes = |call: &&Call| match call.kind {
            Kind::FutexWake => call.outcome.task() == Some(first),
            _ => call.kind.gives() && own(call),
        };
        self.returned().filter(|call| call.by == by && by != first).find(wakes)
    }

    /// A wait that does not wait.
    pub(crate) fn looks(self) -> Option<&'played Call> {
        let is_look =
            |call: &Call| call.kind == Kind::EpollWait && call.limit == Some(Limit::NoWait);
        self.returned().find(|call| is_look(call) && call.by == self.first())
    }

    /// How many bytes a client was sent; unknown where that differs from run to run.
    pub(crate) fn sent(self, who: usize) -> Option<usize> {
        let about = |call: &&Call| call.about() == Some(Subject::Client(who));
        self.answers().filter(about).map(|call| call.outcome.bytes()).sum()
    }
}

pub(crate) fn is_client(who: Subject) -> bool {
    matches!(who, Subject::Client(_))
}

fn waits(event: &Event) -> Option<&Call> {
    match event {
        Event::Call(call) if !call.has_returned() => Some(call),
        _ => None,
    }
}

fn accepts(call: &Call) -> bool {
    use Operation::{Accept, AcceptMultishot};
    matches!(
        call.kind,
        Kind::Accept | Kind::Accept4 | Kind::Completion { operation: Accept | AcceptMultishot, .. }
    )
}

fn is_in_vain(call: &Call) -> bool {
    call.outcome.errno() == Some(AGAIN)
}
