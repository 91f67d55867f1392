//! The server's clock. The director holds it: while the server works and while a client acts, no time
//! passes.
//!
//! A server that lets a request sleep compares the hour with the hour at which that is to be woken. By
//! the machine's clock, how busy the machine is would decide whether a sleep is over before another
//! client's request is handled. So the clock that a program asks (`CLOCK_MONOTONIC`) goes on for three
//! reasons only:
//!
//! - a wait has lasted until its time was up: by as much as it was to last;
//! - a client waits, and all else is at rest: by a moment;
//! - it is read: by a microsecond, so that a loop which waits by looking at it comes to an end.
//!
//! So it is never ahead of the machine's, and a wait that the kernel says is over has ended by it too.

use std::{io, time::Duration};

use rustix::time::{ClockId, clock_gettime};

use crate::{
    Tracer,
    decode::{
        call::{Entered, Shape, descriptor},
        interest::sets,
        limit,
    },
    follow::{pending::Pending, task::Place},
    stops::{memory::Memory, registers::Registers, vdso::asks_for_the_time},
};

/// What it costs to read the clock.
const LOOK: Duration = Duration::from_micros(1);

/// How much time passes at most at once while a client waits.
const MOMENT: Duration = Duration::from_millis(100);

/// What time it is to the server.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// The hour at which it is held; none while it is the machine's.
    held: Option<Duration>,
    /// Whether programs ask for the time by a call, so that it can be held.
    pub(crate) is_asked: bool,
}

impl Clock {
    /// From now on it is held.
    pub(crate) fn hold(&mut self) {
        self.held = self.is_asked.then(now);
    }

    /// The hour at which it is held, if it is.
    pub(crate) const fn held(&self) -> Option<Duration> {
        self.held
    }

    /// From now on it is the machine's.
    pub(crate) fn let_go(&mut self) {
        self.held = None;
    }

    /// What a program is told that reads it; nothing if the kernel may answer.
    pub(crate) fn read(&mut self) -> Option<Duration> {
        self.passes(LOOK);
        self.held
    }

    /// All passes that the server's clock is late, until this hour; or a moment of it, if there is none.
    pub(crate) fn goes_on(&mut self, first: Option<Duration>) {
        let (Some(held), now) = (self.held, now()) else { return };
        match first {
            Some(first) => self.reaches(first.min(now)),
            None => self.passes(now.saturating_sub(held).min(MOMENT)),
        }
    }

    /// So much time passes.
    fn passes(&mut self, time: Duration) {
        self.held = self.held.map(|now| now + time);
    }

    /// It is this late by now.
    pub(crate) fn reaches(&mut self, hour: Duration) {
        self.held = self.held.map(|now| now.max(hour));
    }

    /// When the time of a wait that begins now is up, if it has a limit; where the call names that hour,
    /// how long it is until then is noted too.
    pub(crate) fn end_of(&self, call: &mut Entered, memory: &Memory) -> Option<Duration> {
        let now = || self.held.unwrap_or_else(now);
        if limit::is_of_calendar(call) {
            return None;
        }
        let Some(hour) = limit::hour(call.number, &call.arguments, memory) else {
            return call.limit.map(|limit| now().saturating_add(limit));
        };
        call.limit = Some(hour.saturating_sub(now()));
        Some(hour)
    }
}

impl Tracer {
    /// Holds the server's clock, if its program can be made to ask for the time.
    pub(crate) fn holds_time(&mut self) {
        let first = &self.tasks[0];
        self.clock.is_asked = asks_for_the_time(first.process, &first.memory);
        self.clock.hold();
    }

    /// This task's program is new: it gets the machine's time until it listens.
    pub(crate) fn lets_go_of_time(&mut self, by: usize) {
        let task = &self.tasks[by];
        if !self.is_live {
            self.clock.is_asked = asks_for_the_time(task.process, &task.memory);
            self.clock.let_go();
        }
    }

    /// Notes until when a call waits, and what it is asked.
    pub(crate) fn times(&mut self, by: usize, pending: &mut Pending) {
        let memory = &self.tasks[by].memory;
        if pending.until.is_none() {
            pending.until = self.clock.end_of(&mut pending.call, memory);
        }
        if pending.call.shape == Shape::Select && pending.until.is_some() {
            pending.asked = sets(&pending.call, memory);
        }
    }

    /// Answers a task that has asked for the time.
    pub(crate) fn tells_the_time(&mut self, by: usize, place: u64) -> io::Result<()> {
        if let Some(now) = self.clock.read() {
            let [seconds, nanoseconds] = [now.as_secs(), now.subsec_nanos().into()];
            let time = [seconds.to_ne_bytes(), nanoseconds.to_ne_bytes()].concat();
            self.tasks[by].memory.write(place, &time)?;
        }
        self.pass(by, Place::Outside)
    }
}

/// Where a task stands in a call that neither waits nor wakes anybody.
pub(crate) fn passing(registers: &Registers) -> Place {
    let [clock, place, ..] = registers.arguments();
    let is_read =
        registers.number() == libc::SYS_clock_gettime && descriptor(clock) == libc::CLOCK_MONOTONIC;
    if is_read { Place::Reading(place) } else { Place::Passing }
}

/// What the machine's clock says.
fn now() -> Duration {
    let time = clock_gettime(ClockId::Monotonic);
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or(0);
    Duration::new(time.tv_sec.unsigned_abs(), nanoseconds)
}
