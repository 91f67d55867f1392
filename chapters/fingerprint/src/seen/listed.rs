//! What the kernel is asked to tell of, and how.

use recording::{Call, Change, Flag, Interest, Kind, Subject};

use crate::seen::{Seen, is_client};

impl<'played> Seen<'played> {
    /// The registration by which the kernel tells of a client.
    pub(crate) fn registered(self) -> Option<&'played Call> {
        self.about_clients().find(|call| is_registration(call))
    }

    /// One by which it tells of changes only.
    pub(crate) fn edge(self) -> Option<&'played Call> {
        self.about_clients().find(|call| is_registration(call) && has(call, Flag::Edge))
    }

    /// The listener in the list of more than one task: the last of these registrations.
    pub(crate) fn listens_in_several(self) -> Option<&'played Call> {
        let first = self.registrations(Subject::Listener).next()?.by;
        let is_shared = |call: &&Call| has(call, Flag::Exclusive) || call.by != first;
        self.registrations(Subject::Listener).filter(is_shared).last()
    }

    /// An eventfd that only wakes the task: nobody reads it, so its changes alone are told.
    pub(crate) fn waker(self) -> Option<&'played Call> {
        let reads = |call: &Call| call.subject == Some(Subject::Eventfd) && call.kind.takes();
        let mut edges = self.registrations(Subject::Eventfd).filter(|call| has(call, Flag::Edge));
        if self.all().any(reads) { None } else { edges.next() }
    }

    /// Another descriptor by which other threads may wake the task.
    pub(crate) fn woken_by(self) -> Option<&'played Call> {
        use Subject::{Eventfd, OtherSocket, Pipe};
        let wakes = |call: &Call| matches!(call.subject, Some(Eventfd | OtherSocket | Pipe(_)));
        self.all().filter(|call| wakes(call) && is_registration(call)).last()
    }

    /// A timer's registration.
    pub(crate) fn timer(self) -> Option<&'played Call> {
        self.registrations(Subject::Timer).last()
    }

    /// By which the kernel tells of this, from the program's beginning.
    fn registrations(self, what: Subject) -> impl Iterator<Item = &'played Call> {
        self.all().filter(move |call| call.subject == Some(what) && is_registration(call))
    }

    /// A wait, or a registration, that asks whether a client can be written to.
    pub(crate) fn asks_to_write(self) -> Option<&'played Call> {
        let wants = |interest: &Interest| {
            is_client(interest.subject) && interest.events.has(Flag::Writable)
        };
        self.returned().find(|call| match &call.kind {
            Kind::Poll(list) | Kind::Select(list) => list.iter().any(wants),
            Kind::EpollCtl { events, .. } => {
                events.has(Flag::Writable) && call.subject.is_some_and(is_client)
            }
            _ => false,
        })
    }

    /// The listener being taken off the list.
    pub(crate) fn looks_away(self) -> Option<&'played Call> {
        let is_it = |call: &&Call| {
            call.subject == Some(Subject::Listener)
                && matches!(call.kind, Kind::EpollCtl { change: Change::Delete, .. })
        };
        self.returned().find(is_it)
    }
}

fn is_registration(call: &Call) -> bool {
    matches!(call.kind, Kind::EpollCtl { change: Change::Add | Change::Modify, .. })
}

fn has(call: &Call, flag: Flag) -> bool {
    matches!(call.kind, Kind::EpollCtl { events, .. } if events.has(flag))
}
