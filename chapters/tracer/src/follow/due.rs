//! Waits whose time is up. When that happens is the clock's affair; to the scene it happens when a
//! client waits for it. What comes before that, from a client or another task, still comes in time.

use std::{io, mem, time::Duration};

use crate::{
    Tracer,
    decode::{call::Shape, limit::SHORT},
    follow::{
        pending::Pending,
        task::{Place, State, Traced},
    },
    stops::registers::Registers,
};

impl Tracer {
    /// Whether a task is on its way out of a wait whose time is up, and in which it has rested.
    pub(crate) fn is_due(&self, by: usize) -> io::Result<bool> {
        let task = &self.tasks[by];
        let rests = task.inside().is_some_and(|pending| is_rest(task, pending));
        Ok(!self.is_live && rests && self.is_over(by)?)
    }

    /// Whether a task is on its way out of a wait whose time is up.
    pub(crate) fn is_over(&self, by: usize) -> io::Result<bool> {
        let task = &self.tasks[by];
        let Some(pending) = task.inside() else { return Ok(false) };
        let call = &pending.call;
        if call.limit.is_none() {
            return Ok(false);
        }
        let result = Registers::of(task.task)?.result();
        let failed_with = |errno: i32| result == -i64::from(errno);
        Ok(match call.shape {
            Shape::Ring if failed_with(libc::EINTR) => false,
            Shape::Ring => self.rings.are_short(call, task.process, &task.memory),
            Shape::Signal => failed_with(libc::EAGAIN),
            _ if call.number == libc::SYS_futex => {
                failed_with(libc::ETIMEDOUT) && pending.forced.is_none()
            }
            _ => result == 0,
        })
    }

    /// Lets every task come to its next stop, and no further, and every wait go on whose time is up: a client
    /// has acted, and how long it had waited with that is the clock's affair.
    ///
    /// # Errors
    ///
    /// A task computes without an end, or ptrace(2) fails.
    pub fn wait_on(&mut self) -> io::Result<()> {
        self.gather()?;
        self.wait_again()
    }

    /// Makes every task whose wait is over call it once more, and lets it go into that call: a client or
    /// another task has gone on since, and it may wait for just that.
    pub(crate) fn wait_again(&mut self) -> io::Result<()> {
        let last = self.last;
        for by in self.due() {
            self.repeats(by)?;
            // To the door of the call, and into it.
            for _ in 0..2 {
                if self.tasks[by].state == State::Held {
                    self.release(by)?;
                    self.gather()?;
                }
            }
        }
        self.last = last;
        Ok(())
    }

    /// Lets a wait for a futex end as it would have if the clock had been slower.
    pub(crate) fn is_woken_late(&mut self, by: usize) -> io::Result<()> {
        if let Place::Inside(pending) = &mut self.tasks[by].place {
            pending.forced = Some(0);
        }
        if self.tasks[by].state != State::Due {
            // It has not been looked at yet.
            return Ok(());
        }
        self.tasks[by].state = State::Held;
        self.leaves(by)
    }

    /// The tasks that are at the end of a wait whose time is up.
    fn due(&self) -> Vec<usize> {
        let is_due = |by: &usize| self.tasks[*by].state == State::Due;
        (0..self.tasks.len()).filter(is_due).collect()
    }

    /// Makes a task call once more what it is about to come out of, if a client can end that.
    fn repeats(&mut self, by: usize) -> io::Result<()> {
        let task = &mut self.tasks[by];
        let Some(shape) = task.inside().map(|pending| pending.call.shape) else { return Ok(()) };
        if !shape.reports() && !matches!(shape, Shape::Ring | Shape::Signal) {
            return Ok(());
        }
        let place = mem::replace(&mut task.place, Place::Outside);
        let Place::Inside(mut pending) = place else { return Ok(()) };
        let registers = Registers::of(task.task)?;
        pending.is_made_again(registers.result(), &task.memory)?;
        registers.repeat(pending.call.arguments)?;
        task.interruption.got_out_of(*pending);
        task.state = State::Held;
        Ok(())
    }

    /// Lets a moment pass, and the waits end of which the time is up by then. Of several the one ends
    /// that was to end first, even if the machine has been too busy to keep them apart.
    ///
    /// # Errors
    ///
    /// ptrace(2) fails.
    pub fn let_time_pass(&mut self) -> io::Result<()> {
        let timers = || self.timers.iter().map(|timer| timer.until);
        let first = self.tasks.iter().filter_map(end).chain(timers()).min();
        // To a loop that pauses and looks, the hour that it looks for is its own affair.
        let rests = self.tasks.iter().filter(|task| !pauses(task)).filter_map(end);
        self.clock.goes_on(rests.chain(timers()).min());
        self.timers_go_off(first)?;
        for by in 0..self.tasks.len() {
            if self.tasks[by].state == State::Due && end(&self.tasks[by]) <= first {
                self.tasks[by].state = State::Held;
                self.leaves(by)?;
            }
        }
        Ok(())
    }
}

/// Whether a wait is so long that a client may act in it.
fn is_rest(task: &Traced, pending: &Pending) -> bool {
    let call = &pending.call;
    let is_long = |limit| limit >= SHORT || task.naps.are_rest();
    call.number == libc::SYS_futex || (call.is_shown() && call.limit.is_some_and(is_long))
}

/// Whether a task only pauses in the wait that it is in.
fn pauses(task: &Traced) -> bool {
    task.inside().and_then(|pending| pending.call.limit).is_some_and(|limit| limit < SHORT)
}

/// When the time is up of the wait in which a task rests.
fn end(task: &Traced) -> Option<Duration> {
    let waits = matches!(task.state, State::Running | State::Due);
    let pending = task.inside().filter(|pending| waits && is_rest(task, pending))?;
    pending.until
}
