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

use std::collections::HashMap;

use recording::{Call, Event, Kind, Outcome, Subject};
use rustix::process::Pid;

use crate::{
    Tracer,
    decode::{
        call::{Entered, descriptor},
        limit::waits_on_futex,
    },
    follow::log::Log,
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

impl Tracer {
    /// All tasks are at rest: what was woken by now, and took up nobody, was not woken for a client.
    pub(crate) fn rest_in_futexes(&mut self) {
        let asleep = self.tasks.iter().enumerate().filter_map(|(by, task)| {
            let call = &task.inside()?.call;
            Some((by, (task.process, waited_for(call)?)))
        });
        self.handover.sleepers = asleep.collect();
        self.handover.wakes.clear();
        self.handover.woken.clear();
    }

    /// A task comes out of a call: it may have woken others, or was woken itself.
    pub(crate) fn wakes_by_futex(&mut self, by: usize, call: &Entered, result: i64) {
        let process = self.tasks[by].process;
        if call.number != libc::SYS_futex {
            return;
        }
        if let Some(address) = woken_at(call).filter(|_| result > 0) {
            let (futex, place) = ((process, address), self.log.keep_a_place());
            self.handover.wakes.push(Wake { futex, by, place, left: result });
        } else if waits_on_futex(call.arguments[1]) && result == 0 {
            self.handover.is_woken(by);
        }
    }
}

impl Handover {
    /// A call is told. If it is the first about a client since its task was woken, so is the wake-up.
    pub(crate) fn takes_up(&mut self, told: &Call, log: &mut Log) {
        let who = match told.outcome {
            Outcome::Made(who) => Some(who),
            _ => told.about(),
        };
        let is_client = |who: &Subject| matches!(who, Subject::Client(_) | Subject::Guest(_));
        let Some(who) = who.filter(is_client) else { return };
        let held = self.holders.insert(who, told.by);
        let Some((by, place)) = self.woken.remove(&told.by) else { return };
        if held != Some(told.by) {
            let wake = Call::new(by, Kind::FutexWake).came_to(Outcome::Task(told.by));
            log.fill(place, Event::Call(wake));
        }
    }

    /// Finds out by whom.
    fn is_woken(&mut self, task: usize) {
        let Some(futex) = self.sleepers.remove(&task) else { return };
        let mut wakes = self.wakes.iter_mut().rev();
        if let Some(wake) = wakes.find(|wake| wake.futex == futex && wake.left > 0) {
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
    matches!(operation, libc::FUTEX_WAKE | libc::FUTEX_WAKE_BITSET).then_some(call.arguments[0])
}
