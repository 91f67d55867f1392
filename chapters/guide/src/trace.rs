//! The tracer: follows a server from system call to system call, and knows when it is at rest.
//!
//! ```text
//!             stop                      release
//!  Running ─────────▶ Held ───────────────────────────▶ Running
//!     │                 │ the loop only repeats itself     ▲
//!     │ inside a call,  └──────▶ Parked ───────────────────┘
//!     ▼ off the CPU                      the next settle
//!  (asleep)
//! ```
//!
//! Two rules make the order of events the program's own and not the clock's. The director acts
//! only when every task is at rest: asleep inside the kernel, or parked. And of all the tasks that
//! could go on, one does at a time.

mod call;
mod datagram;
mod decode;
mod interest;
mod limit;
mod log;
mod memory;
mod names;
mod note;
mod registers;
mod result;
mod ring;
mod rings;
mod rounds;
mod signal;
mod status;
mod stop;
mod task;
pub(crate) mod torture;
mod view;

use std::{
    io,
    mem::take,
    thread::{sleep, yield_now},
    time::{Duration, Instant},
};

use recording::{Aside, End, Event, Subject, Task};
use rustix::process::{Pid, Signal, kill_process};

use crate::trace::{
    log::Log,
    names::Names,
    rings::Rings,
    stop::Stop,
    task::{State, Traced},
    torture::Torture,
    view::View,
};

/// How long a task may compute without a system call before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many stops a server may make in answer to one act before it counts as spinning.
const STOPS: u32 = 200_000;

/// How long to look away while a task is on the processor. No order depends on it.
const GLANCE: Duration = Duration::from_micros(40);

/// A server, followed.
#[derive(Debug)]
pub(crate) struct Tracer {
    /// Every task, in the order of their birth.
    tasks: Vec<Traced>,
    /// Stops that nobody has looked at yet: see [`Tracer::due`].
    late: Vec<(Pid, Stop)>,
    /// Tasks whose first stop came before their parent told of them.
    early: Vec<Pid>,
    /// What has happened.
    log: Log,
    /// The task that was released last.
    last: usize,
    rings: Rings,
    pub(crate) names: Names,
    pub(crate) torture: Torture,
}

impl Tracer {
    /// Follows `server`, a child of this thread that has asked to be traced and stopped itself.
    /// Whatever it has open by then, it has for its shutdown.
    pub(crate) fn new(server: Pid, port: u16, torture: Torture) -> io::Result<Self> {
        stop::follow(server)?;
        let mut names = Names::new(port);
        names.call_all(server, Subject::Shutdown);
        let mut first = Traced::new(server, server, Task::Server);
        first.newborn = false;
        first.state = State::Held;
        Ok(Self {
            tasks: vec![first],
            late: Vec::new(),
            early: Vec::new(),
            log: Log::default(),
            last: 0,
            rings: Rings::default(),
            names,
            torture,
        })
    }

    /// Lets the server do all that it can do by itself, and returns when it is at rest.
    pub(crate) fn settle(&mut self) -> io::Result<()> {
        for task in &mut self.tasks {
            if task.state == State::Parked {
                task.state = State::Held;
            }
        }
        for _ in 0..STOPS {
            self.gather()?;
            self.announce();
            let Some(index) = self.next() else { return Ok(()) };
            self.release(index)?;
        }
        Err(io::Error::other("the server goes round and round without an end"))
    }

    /// Collects stops until every task is at rest or held, and releases none.
    ///
    /// One look is not enough: a task that was on its way to a stop may wake another before the
    /// look is over. A second look with no stop in between sees both.
    pub(crate) fn gather(&mut self) -> io::Result<()> {
        let start = Instant::now();
        let (mut looks, mut in_vain) = (0, 0);
        while looks < 2 {
            if self.collect()? {
                looks = 0;
            } else if self.tasks.iter().all(Traced::is_at_rest) {
                looks += 1;
            } else if start.elapsed() > PATIENCE {
                return Err(io::Error::other("the server neither waits nor makes a system call"));
            } else {
                looks = 0;
                in_vain += 1;
                look_away(in_vain);
            }
        }
        Ok(())
    }

    fn collect(&mut self) -> io::Result<bool> {
        while let Some(next) = stop::next()? {
            self.late.push(next);
        }
        let mut any = false;
        while let Some(index) = self.due() {
            let (task, stop) = self.late.remove(index);
            self.note(task, stop)?;
            any = true;
        }
        Ok(any)
    }

    /// The stop to look at next. A call that wakes another task may end before that task has come
    /// to its stop, or behind it: so the task that was released comes first.
    fn due(&self) -> Option<usize> {
        let last = &self.tasks[self.last];
        let own = self.late.iter().position(|(task, _)| *task == last.task);
        own.or_else(|| (!self.late.is_empty() && last.is_at_rest()).then_some(0))
    }

    /// Records who has gone to sleep, and in which call.
    fn announce(&mut self) {
        for (by, task) in self.tasks.iter_mut().enumerate() {
            let Some(call) = &task.inside else { continue };
            let Some(told) = &call.told else { continue };
            if task.state == State::Running && !task.announced {
                task.announced = true;
                self.log.add(Event::Call(told.clone()));
                let news = self.rings.news(call, &mut View::of(by, task, &mut self.names));
                news.into_iter().for_each(|call| self.log.add(Event::Call(call)));
            }
        }
    }

    /// Chooses who goes on: the task that ran last if it can, else the eldest.
    fn next(&self) -> Option<usize> {
        let held = |&index: &usize| self.tasks[index].state == State::Held;
        Some(self.last).filter(held).or_else(|| (0..self.tasks.len()).find(held))
    }

    fn release(&mut self, index: usize) -> io::Result<()> {
        self.last = index;
        let task = &mut self.tasks[index];
        task.state = State::Running;
        stop::resume(task.task, take(&mut task.signal))
    }

    /// Forgets what came before the first act: a stranger's way to its listener is no scene.
    pub(crate) fn begin(&mut self) {
        self.log.clear();
        for task in &mut self.tasks {
            task.announced = false;
            task.rounds = rounds::Rounds::default();
        }
        self.announce();
    }

    /// Adds what a client did.
    pub(crate) fn tell(&mut self, event: Event) {
        self.log.add(event);
    }

    /// Whether every task is asleep in a call that has no limit.
    pub(crate) fn sleeps_for_good(&self) -> bool {
        self.tasks.iter().all(|task| match &task.inside {
            Some(call) => task.state == State::Running && call.limit.is_none(),
            None => task.state == State::Gone,
        })
    }

    /// How the server's first process has ended, if it has.
    pub(crate) fn ending(&self) -> Option<End> {
        self.log.events().find_map(|event| match event {
            Event::Ends { by: 0, how } => Some(*how),
            _ => None,
        })
    }

    /// How many events there have been by now.
    pub(crate) fn events(&self) -> usize {
        self.log.len()
    }

    /// Ends the server, and returns what it did.
    pub(crate) fn finish(mut self) -> (Vec<Task>, Vec<Event>, Vec<Aside>) {
        let tasks = self.tasks.iter().map(|task| task.kind).collect();
        let (events, asides) = take(&mut self.log).finish();
        (tasks, events, asides)
    }

    fn is_gone(&self) -> bool {
        self.tasks.iter().all(|task| task.state == State::Gone)
    }
}

/// Most tasks come to their next stop at once, and a nap would outlast that; only who computes for
/// longer is worth one.
fn look_away(times: u32) {
    if times < 50 { yield_now() } else { sleep(GLANCE) }
}

impl Drop for Tracer {
    /// Kills every process of the server and waits for its end.
    fn drop(&mut self) {
        let alive = self.tasks.iter().filter(|task| task.state != State::Gone);
        for process in alive.filter(|task| task.is_process()) {
            // It may have ended in this moment, which is what we want.
            kill_process(process.process, Signal::KILL).ok();
        }
        let start = Instant::now();
        while !self.is_gone() && start.elapsed() < PATIENCE {
            if !matches!(self.collect(), Ok(true)) {
                sleep(GLANCE);
            }
        }
    }
}
