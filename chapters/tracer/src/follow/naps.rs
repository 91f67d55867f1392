//! Naps: what a task does that has nothing to do, and only looks at the clock now and then.
//!
//! A thread that keeps the time, or tidies up, sleeps for a while again and again. Once it has done
//! so twice and nothing else, its naps are no part of the scene: those that were told go, and the
//! next ones end when a client lets time pass.
//!
//! ```text
//!  clock_nanosleep(1ms) = 0        told, but taken out later
//!  clock_nanosleep(1ms) = 0        told, but taken out later
//!  clock_nanosleep(1ms)            the third in a row: it naps
//! ```
//!
//! A loop that waits for clients, but for a while at most, does the same between two clients: it is
//! told that there is nothing, and waits again. That it has looked up is no part of the scene, unless
//! it then does something else.

use std::{mem, time::Duration};

use recording::{Call, Limit, Moment};

use crate::{
    Tracer,
    decode::{call::Shape, exit::Returned},
    follow::pending::Pending,
};

/// From so many on, naps are all that a task does.
const FEW: usize = 2;

/// The naps of one task since it last did anything else.
#[derive(Debug, Default)]
pub(crate) struct Naps {
    /// How many there were.
    count: usize,
    /// Where the log tells of them.
    places: Vec<usize>,
    /// The wait whose time was up, and that is not told yet.
    wait: Option<InVain>,
    /// How many such waits were not told, one after the other.
    in_vain: usize,
    clock: Clock,
}

/// How long a task has waited at most by now.
#[derive(Debug, Default, Clone, Copy)]
struct Clock {
    /// The last time, if it was one.
    last: Option<Duration>,
    /// Whether it was not always as long.
    varies: bool,
    /// Whether it has ever waited without a limit.
    stands: bool,
    /// Whether anything ever came in time: else its waits are pauses.
    has_found: bool,
}

impl Clock {
    /// It waits for so long at most.
    fn waits(&mut self, limit: Option<Duration>) {
        match limit {
            None => self.stands = true,
            Some(Duration::ZERO) => {}
            Some(limit) => {
                self.varies |= self.last.is_some_and(|last| last != limit);
                self.last = Some(limit);
            }
        }
    }

    /// Whether the task always waits until its next appointment.
    fn runs(&self) -> bool {
        self.varies && self.has_found && !self.stands
    }
}

/// A wait for something that has not come in time.
#[derive(Debug)]
pub(crate) struct InVain {
    pub(crate) pending: Pending,
    pub(crate) returned: Returned,
    pub(crate) before: Vec<Moment>,
}

impl Naps {
    /// What was told so far is forgotten; how often it has napped is not.
    pub(crate) fn begin(&mut self) {
        *self = Self { count: self.count, clock: self.clock, ..Self::default() };
    }

    /// The task is about to make this call. Of the log, what stands at these places can go.
    pub(crate) fn enters(&mut self, call: &Call) -> Vec<usize> {
        if !call.kind.is_pause() {
            (self.count, self.places) = (0, Vec::new());
        }
        if self.are_all() { mem::take(&mut self.places) } else { Vec::new() }
    }

    /// The task is about to wait, for so long at most. If it always waits until its next appointment,
    /// how much time is left by then is the clock's affair, even if it is none.
    pub(crate) fn waits(&mut self, limit: Option<Duration>, told: &mut Call) {
        self.clock.waits(limit);
        if limit == Some(Duration::ZERO) && self.clock.runs() {
            told.limit = Some(Limit::Timeout);
        }
    }

    /// Something has come in time.
    pub(crate) fn finds(&mut self) {
        self.clock.has_found = true;
    }

    /// Whether what the task does now is a rest: it has looked up in vain often enough.
    pub(crate) fn are_rest(&self) -> bool {
        self.are_all() || self.in_vain >= FEW
    }

    /// Whether the task only waits once more, for what has not come in time.
    pub(crate) fn wait_again(&self) -> bool {
        self.in_vain > 0
    }

    /// Whether naps are all that the task does.
    pub(crate) fn are_all(&self) -> bool {
        self.count >= FEW
    }

    /// A nap is over. Whether naps are all that the task does, so that none is told.
    pub(crate) fn end(&mut self) -> bool {
        let are_all = self.are_all();
        self.count += 1;
        are_all
    }

    /// The log tells of a nap at this place.
    pub(crate) fn told_at(&mut self, place: usize) {
        self.places.push(place);
    }

    /// Keeps a wait whose time was up until it is known what the task does then.
    pub(crate) fn keep(&mut self, wait: InVain) {
        self.wait = Some(wait);
    }

    /// The wait whose time was up, now that the task does this; and whether it only waits again.
    pub(crate) fn take_wait(&mut self, next: Option<&Call>) -> Option<(InVain, bool)> {
        let wait = self.wait.take();
        let again = wait.as_ref().is_some_and(|wait| wait.pending.call.told.as_ref() == next);
        self.in_vain = if again { self.in_vain + 1 } else { 0 };
        wait.map(|wait| (wait, again))
    }
}

impl Tracer {
    /// What a task does after a wait in vain, or a nap, decides whether that is told.
    pub(crate) fn looks_up(&mut self, by: usize, pending: &mut Pending) {
        if !pending.call.is_shown() && pending.call.shape != Shape::Exit {
            return;
        }
        let naps = &mut self.tasks[by].naps;
        let waits = pending.call.told.iter_mut().filter(|_| pending.call.shape.reports());
        waits.for_each(|told| naps.waits(pending.call.limit, told));
        match naps.take_wait(pending.call.told.as_ref()) {
            Some((InVain { pending: wait, .. }, true)) => {
                pending.announced = wait.announced && !wait.is_hushed;
            }
            Some((InVain { pending, returned, before }, false)) => {
                self.returned(by, &pending, returned, before);
            }
            None => {}
        }
        let told = pending.call.told.iter();
        let naps = told.flat_map(|told| self.tasks[by].naps.enters(told)).collect::<Vec<_>>();
        naps.into_iter().for_each(|place| self.log.remove(place));
    }
}
