//! A client that one thread hands to another, and the wake-up that goes with it.
//!
//! A descriptor tells of itself when it is written to, and is told. A futex(2) is a lock, most of the
//! time, and tells nothing of clients: so a wake-up by one is told only where a thread that slept in it
//! while nothing happened then takes up a client, or accepts one, that another had or nobody had.
//!
//! ```text
//!  thread 1  futex(FUTEX_WAIT, a)               asleep, and all are at rest
//!  server    accept(listener) = alice
//!  server    futex(FUTEX_WAKE, a) = 1           a place in the log is kept for it
//!  thread 1  read(alice)                        now it is told there
//! ```
//!
//! Of a server that serves for real, what comes after that place waits until it is known what to tell there.

use std::collections::HashMap;

use recording::{Call, Event, Kind, Outcome, Subject};
use rustix::process::Pid;

use crate::{
    Tracer,
    decode::{
        call::{Entered, descriptor},
        limit::waits_on_futex,
    },
    follow::{
        log::Log,
        task::{State, Traced},
    },
};

/// Who has which client, and who was woken.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    /// The task whose call was the last about each client.
    holders: HashMap<Subject, usize>,
    /// The futex in which each task slept when all were at rest.
    sleepers: HashMap<usize, Futex>,
    wakes: Vec<Wake>,
    /// For each task that was woken, by whom, and the place in the log that is kept for it.
    woken: HashMap<usize, (usize, usize)>,
    /// How many tasks have come out of their sleep before the call that wakes them: nobody is held back.
    early: HashMap<usize, i64>,
}

/// A futex of a process: its address.
type Futex = (Pid, u64);

/// A call that has woken so many tasks more than have come out of their sleep by now.
#[derive(Debug)]
struct Wake {
    futex: Futex,
    by: usize,
    place: usize,
    left: i64,
}

impl Wake {
    fn is_for(&self, futex: Futex) -> bool {
        self.futex == futex && self.left > 0
    }
}

impl Tracer {
    /// All tasks are at rest: what was woken by now, and took up nobody, was not woken for a client.
    pub(crate) fn rest_in_futexes(&mut self) {
        let asleep = self.tasks.iter().enumerate().filter_map(|(by, task)| {
            let call = &task.inside()?.call;
            Some((by, (task.process, waited_for(call)?)))
        });
        self.handover.sleepers = asleep.collect();
        self.handover.let_go();
    }

    /// A task comes out of a call: it may have woken others, or was woken itself.
    pub(crate) fn wakes_by_futex(&mut self, by: usize, call: &Entered, result: i64) {
        if call.number != libc::SYS_futex {
            return;
        }
        if let Some(address) = woken_at(call) {
            let early = self.handover.early.remove(&by).unwrap_or(0);
            self.wakes((self.tasks[by].process, address), by, result - early);
        } else if waits_on_futex(call.arguments[1]) && result == 0 {
            self.comes_early(by);
            self.handover.is_woken(by);
        }
    }

    /// Who would be asleep in the futex that a call wakes if the clock had been slower: as many as it may
    /// wake beside those that it has.
    pub(crate) fn late_for(&self, by: usize, call: &Entered, result: i64) -> Vec<usize> {
        let Some(address) = woken_at(call).filter(|_| result >= 0) else { return Vec::new() };
        let process = self.tasks[by].process;
        let waits = |other: &usize| {
            let task = &self.tasks[*other];
            let futex = task.inside().and_then(|pending| waited_for(&pending.call));
            let has_halted = task.state == State::Due || self.has_stopped(task);
            has_halted && task.process == process && futex == Some(address)
        };
        let most = i64::from(descriptor(call.arguments[2])) - result;
        let most = usize::try_from(most).unwrap_or(0);
        (0..self.tasks.len()).filter(waits).take(most).collect()
    }

    /// A task wakes so many of those that wait for a futex. Of whoever did not sleep in it, nothing is told.
    fn wakes(&mut self, futex: Futex, by: usize, count: i64) {
        let left = count.min(self.handover.asleep_in(futex));
        if left > 0 {
            let place = self.log.keep_a_place();
            self.handover.wakes.push(Wake { futex, by, place, left });
        }
    }

    /// A task that was woken is seen before the call that has woken it, which is still under way.
    fn comes_early(&mut self, by: usize) {
        let Some(&futex) = self.handover.sleepers.get(&by) else { return };
        if self.handover.wakes.iter().any(|wake| wake.is_for(futex)) {
            return;
        }
        let wakes_it = |task: &Traced| {
            let address = task.inside().and_then(|pending| woken_at(&pending.call));
            address.is_some_and(|address| (task.process, address) == futex)
        };
        if let Some(waker) = self.tasks.iter().position(wakes_it) {
            *self.handover.early.entry(waker).or_default() += 1;
            self.wakes(futex, waker, 1);
        }
    }

    /// How many of the events that were not taken yet are sure to be told as they stand.
    pub(crate) fn ready(&self) -> usize {
        self.log.until(self.handover.first_place())
    }
}

impl Handover {
    /// A call is told. If it is the first about a client since its task was woken, so is the wake-up.
    pub(crate) fn takes_up(&mut self, told: &Call, log: &mut Log) {
        let who = match told.outcome {
            Outcome::Made(who) => Some(who),
            _ => told.about(),
        };
        let Some(who) = who.filter(|who| who.is_client()) else { return };
        let held = self.holders.insert(who, told.by);
        let Some((by, place)) = self.woken.remove(&told.by) else { return };
        if held != Some(told.by) {
            let wake = Call::new(by, Kind::FutexWake).came_to(Outcome::Task(told.by));
            log.fill(place, Event::Call(wake));
        }
    }

    /// The first place that is kept and may still be filled.
    pub(crate) fn first_place(&self) -> Option<usize> {
        let wakes = self.wakes.iter().filter(|wake| wake.left > 0).map(|wake| wake.place);
        wakes.chain(self.woken.values().map(|(_, place)| *place)).min()
    }

    /// Whoever was woken and has taken up nobody by now was not woken for a client.
    pub(crate) fn let_go(&mut self) {
        self.wakes.clear();
        self.woken.clear();
    }

    /// How many tasks sleep in a futex.
    fn asleep_in(&self, futex: Futex) -> i64 {
        self.sleepers.values().filter(|other| **other == futex).fold(0, |count, _| count + 1)
    }

    /// Finds out by whom.
    fn is_woken(&mut self, task: usize) {
        let Some(futex) = self.sleepers.remove(&task) else { return };
        let mut wakes = self.wakes.iter_mut().rev();
        if let Some(wake) = wakes.find(|wake| wake.is_for(futex)) {
            wake.left -= 1;
            self.woken.insert(task, (wake.by, wake.place));
        }
    }
}

/// The address of the futex that a call waits for.
fn waited_for(call: &Entered) -> Option<u64> {
    let waits = call.number == libc::SYS_futex && waits_on_futex(call.arguments[1]);
    waits.then_some(call.arguments[0])
}

/// The address of the futex whose waiters a call wakes.
fn woken_at(call: &Entered) -> Option<u64> {
    let operation = descriptor(call.arguments[1]) & !libc::FUTEX_PRIVATE_FLAG;
    let wakes = matches!(operation, libc::FUTEX_WAKE | libc::FUTEX_WAKE_BITSET);
    (call.number == libc::SYS_futex && wakes).then_some(call.arguments[0])
}
