//! When a server is at rest, and which of its tasks goes on next.
//!
//! Two rules make the order of events the program's own and not the clock's. A client acts only
//! when every task is at rest: asleep inside the kernel, or parked. And of all the tasks that could
//! go on, one does at a time.

use std::{
    io,
    thread::sleep,
    time::{Duration, Instant},
};

use recording::Call;
use rustix::process::{Signal, kill_process};

use crate::{
    Tracer,
    follow::{
        lane::Lane,
        patience::{Patience, Seems},
        pending::Pending,
        task::{State, Traced},
    },
    stops::stop::{next, resume},
};

/// How many stops a server may make in answer to one act before it counts as spinning.
const STOPS: u32 = 200_000;

/// How long its processes may take to end that are killed.
const END: Duration = Duration::from_secs(10);

/// How long to look away meanwhile.
const GLANCE: Duration = Duration::from_micros(40);

impl Tracer {
    /// Lets the server do all that it can do by itself, and returns when it is at rest. `between` is
    /// called while every task is at rest or held, each time before one goes on.
    ///
    /// # Errors
    ///
    /// It never comes to rest, or ptrace(2) fails.
    pub fn run_to_rest(&mut self, mut between: impl FnMut()) -> io::Result<()> {
        for task in &mut self.tasks {
            if task.state == State::Parked {
                task.state = State::Held;
            }
        }
        for turn in 0..STOPS {
            self.gather()?;
            if turn > 0 {
                self.wait_again()?;
            }
            self.announce();
            let Some(index) = self.next() else {
                self.rest_in_futexes();
                self.log.moments(self.lane.iter_mut().flat_map(Lane::at_rest));
                return Ok(());
            };
            between();
            self.release(index)?;
        }
        Err(io::Error::other("the server goes round and round without an end"))
    }

    /// Collects stops until every task is at rest or held, and releases none.
    ///
    /// # Errors
    ///
    /// A task computes without an end, or ptrace(2) fails.
    pub fn gather(&mut self) -> io::Result<()> {
        self.settle()?;
        while let Some(index) = self.eldest() {
            self.take(index)?;
            self.settle()?;
        }
        self.released = None;
        Ok(())
    }

    /// Waits until every task is at rest, or at a stop that has not been looked at.
    ///
    /// One look is not enough: a task that was on its way to a stop may wake another before the
    /// look is over. A second look with no stop in between sees both.
    fn settle(&mut self) -> io::Result<()> {
        let (mut looks, mut patience) = (0, Patience::default());
        while looks < 2 {
            if self.collect()? {
                looks = 0;
                self.has_come_out().then(|| patience.meets_stop());
            } else if self.looks_at_rest() {
                looks += 1;
            } else {
                looks = 0;
                self.waits(&mut patience)?;
            }
        }
        Ok(())
    }

    /// Whether the task that was let go on is at a stop, from which it does not go on by itself.
    fn has_come_out(&self) -> bool {
        let is_released = |task: &&Traced| Some(task.task) == self.released;
        self.tasks.iter().find(is_released).is_some_and(|task| task.state != State::Running)
    }

    /// Looks away for a moment. What a task spins for may be for one to do that is held.
    fn waits(&mut self, patience: &mut Patience) -> io::Result<()> {
        match (patience.look_away(&self.tasks), self.next()) {
            (Seems::Stuck, _) => {
                Err(io::Error::other("the server neither waits nor makes a system call"))
            }
            (Seems::ToSpin, Some(held)) => {
                patience.meets_stop();
                self.release(held)
            }
            _ => Ok(()),
        }
    }

    /// Looks at the task that was let go on first: as long as it works, there is no need to look at all.
    fn looks_at_rest(&self) -> bool {
        let rests = |task: &Traced| task.is_at_rest() || self.has_stopped(task);
        let is_released = |task: &&Traced| Some(task.task) == self.released;
        self.tasks.iter().find(is_released).is_none_or(rests) && self.tasks.iter().all(rests)
    }

    /// Whether there is a stop; that of the task which was released is looked at.
    fn collect(&mut self) -> io::Result<bool> {
        let known = self.late.len();
        while let Some(next) = next()? {
            self.late.push(next);
        }
        let any = self.late.len() > known;
        while let Some(index) = self.own() {
            self.take(index)?;
        }
        Ok(any)
    }

    fn take(&mut self, index: usize) -> io::Result<()> {
        let (task, stop) = self.late.remove(index);
        self.on_stop(task, stop)
    }

    /// A waking call and the tasks that it wakes race to their stops: to keep one order, the stop
    /// of the task that was released comes first.
    fn own(&self) -> Option<usize> {
        let released = self.released?;
        self.late.iter().position(|(task, stop)| stop.author(*task) == released)
    }

    /// So do tasks that are woken at the same time. Of those that nobody has released, the eldest
    /// comes first.
    fn eldest(&self) -> Option<usize> {
        let birth = |index: &usize| {
            let (task, stop) = self.late[*index];
            self.tasks.iter().position(|known| known.task == stop.author(task))
        };
        (0..self.late.len()).min_by_key(|index| birth(index).unwrap_or(usize::MAX))
    }

    pub(crate) fn has_stopped(&self, task: &Traced) -> bool {
        self.late.iter().any(|(stopped, stop)| stop.author(*stopped) == task.task)
    }

    /// Records which tasks have gone to sleep, and in which call.
    pub(crate) fn announce(&mut self) {
        for by in 0..self.tasks.len() {
            if self.tasks[by].falls_asleep() {
                self.tell_wait(by);
            }
        }
    }

    /// Records that a task has gone to sleep, and what a ring has brought it by then.
    pub(crate) fn tell_wait(&mut self, by: usize) {
        let task = &self.tasks[by];
        let Some(&Pending { ref call, frames, .. }) = task.inside() else { return };
        let told = call.told.clone().map(|told| Call { frames, ..told });
        told.iter().for_each(|told| self.handover.takes_up(told, &mut self.log));
        let nap = told.as_ref().filter(|told| told.kind.is_pause()).map(|_| self.log.len());
        self.log.calls(told);
        let news = self.rings.news(call, &mut task.view(by, &mut self.names));
        nap.into_iter().for_each(|place| self.tasks[by].naps.told_at(place));
        let calls: Vec<_> = news.iter().collect();
        self.log.moments(self.lane.iter_mut().flat_map(|lane| lane.before(&calls, false)));
        self.log.calls(news);
    }

    /// Chooses the task that goes on: the one that ran last if it can, else the eldest.
    fn next(&self) -> Option<usize> {
        let held = |&index: &usize| self.tasks[index].state == State::Held;
        Some(self.last).filter(held).or_else(|| (0..self.tasks.len()).find(held))
    }

    pub(crate) fn release(&mut self, index: usize) -> io::Result<()> {
        self.last = index;
        let task = &mut self.tasks[index];
        task.state = State::Running;
        self.released = Some(task.task);
        resume(task.task, std::mem::take(&mut task.interruption.deliver))
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.tasks.iter().all(|task| task.state == State::Gone)
    }
}

impl Drop for Tracer {
    /// Kills every process of the server and waits for its end; but one that serves for real is let
    /// go, as the kernel lets go whatever a thread has followed that ends.
    fn drop(&mut self) {
        if self.is_live {
            return;
        }
        let alive = self.tasks.iter().filter(|task| task.state != State::Gone);
        for process in alive.filter(|task| task.is_process()) {
            // It may have ended in this moment, which is what we want.
            kill_process(process.process, Signal::KILL).ok();
        }
        let start = Instant::now();
        while !self.is_gone() && start.elapsed() < END {
            self.collect().ok();
            match self.eldest() {
                Some(index) => drop(self.take(index)),
                None => sleep(GLANCE),
            }
        }
    }
}
