//! How long a server may compute without a system call before it counts as stuck.
//!
//! That is a time on a processor, and its own: on a busy machine a task waits for one for longer than it
//! works, and is no more stuck for that. A task that neither works nor would like to gets as long by the
//! clock, for what it waits for may never come.
//!
//! Before that it may spin: it goes round in a loop without a call until another task has done something,
//! and that one is held, for one task goes on at a time. So after a while others go on beside it.

use std::{
    thread::{sleep, yield_now},
    time::{Duration, Instant},
};

use crate::{follow::task::Traced, stops::proc::processor_time};

/// How long it may compute.
const PATIENCE: Duration = Duration::from_secs(10);

/// From when on it seems to spin; and once it has been seen to, from when on since the last stop.
const SPIN: Duration = Duration::from_secs(2);
const STILL: Duration = Duration::from_millis(100);

/// How often its time is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// How long to look away while a task is on the processor. No order depends on it.
const GLANCE: Duration = Duration::from_micros(40);

/// What a server seems to do that does not come to its next stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seems {
    /// It works.
    ToWork,
    /// It waits for a task that is held.
    ToSpin,
    /// It comes to no stop any more.
    Stuck,
}

/// Since a server was let go on.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    /// How often it was looked at in vain.
    times: u32,
    /// Since that was too often for a short wait.
    since: Option<Since>,
    spins: bool,
}

#[derive(Debug)]
struct Since {
    looked: Instant,
    /// How much time its tasks had spent then.
    before: Duration,
    /// How much they have spent since, and how much of it when a task came to a stop.
    spent: Duration,
    at_stop: Duration,
    /// For how long none of them has worked, or would have liked to.
    idle: Duration,
}

impl Patience {
    /// The task that was let go on has come to a stop.
    pub(crate) fn meets_stop(&mut self) {
        self.since.iter_mut().for_each(|since| since.at_stop = since.spent);
    }

    /// Looks away for a moment. Most tasks come to their next stop at once, and a nap would outlast that;
    /// only a task that computes for longer is worth one.
    pub(crate) fn look_away(&mut self, tasks: &[Traced]) -> Seems {
        self.times += 1;
        if self.times < 50 {
            yield_now();
            return Seems::ToWork;
        }
        sleep(GLANCE);
        let since = self.since.get_or_insert_with(|| Since::now(tasks));
        since.look(tasks);
        let computes = since.spent - since.at_stop;
        self.spins |= computes >= SPIN;
        match self.spins && computes >= STILL {
            _ if since.idle.max(since.spent) >= PATIENCE => Seems::Stuck,
            true => Seems::ToSpin,
            false => Seems::ToWork,
        }
    }
}

impl Since {
    fn now(tasks: &[Traced]) -> Self {
        let (looked, before) = (Instant::now(), time_of(tasks));
        let [spent, at_stop, idle] = [Duration::ZERO; 3];
        Self { looked, before, spent, at_stop, idle }
    }

    fn look(&mut self, tasks: &[Traced]) {
        if self.looked.elapsed() >= LOOK {
            self.looked = Instant::now();
            let works = tasks.iter().any(Traced::works);
            self.idle = if works { Duration::ZERO } else { self.idle + LOOK };
            self.spent = self.spent.max(time_of(tasks).saturating_sub(self.before));
        }
    }
}

/// How much time on a processor they have had.
fn time_of(tasks: &[Traced]) -> Duration {
    tasks.iter().filter_map(|task| processor_time(task.process, task.task)).sum()
}
