//! Waits whose time is up. When that happens is the clock's affair; to the scene it happens when a
//! client waits for it.

use std::{io, mem};

use crate::{
    Tracer,
    decode::{call::Shape, limit::SHORT},
    follow::task::{Place, State},
    stops::registers::Registers,
};

impl Tracer {
    /// Whether a task is on its way out of a wait whose time is up.
    pub(crate) fn is_due(&self, by: usize) -> io::Result<bool> {
        if self.is_live {
            return Ok(false);
        }
        let task = &self.tasks[by];
        let Some(call) = task.inside().map(|pending| &pending.call) else { return Ok(false) };
        if call.number == libc::SYS_futex && call.limit.is_some() {
            return Ok(Registers::of(task.task)?.result() == -i64::from(libc::ETIMEDOUT));
        }
        let is_rest = |limit| limit >= SHORT || task.naps.are_rest();
        let has_timeout = call.is_shown() && call.limit.is_some_and(is_rest);
        if has_timeout && call.shape == Shape::Ring {
            return Ok(!self.rings.have_news(call, task.process, &task.memory));
        }
        let timed_out = if call.shape == Shape::Signal { -i64::from(libc::EAGAIN) } else { 0 };
        Ok(has_timeout && Registers::of(task.task)?.result() == timed_out)
    }

    /// Lets every wait for descriptors go on whose time is up: a client has acted, and how long it had
    /// waited with that is the clock's affair.
    ///
    /// # Errors
    ///
    /// ptrace(2) fails.
    pub fn wait_on(&mut self) -> io::Result<()> {
        self.gather()?;
        for by in 0..self.tasks.len() {
            if self.tasks[by].state == State::Due {
                self.repeats(by)?;
            }
        }
        Ok(())
    }

    /// Makes a task call once more what it is about to come out of. (What select(2) was asked, it has
    /// forgotten by then.)
    fn repeats(&mut self, by: usize) -> io::Result<()> {
        let task = &mut self.tasks[by];
        let Some(call) = task.inside().map(|pending| &pending.call) else { return Ok(()) };
        if !matches!(call.shape, Shape::EpollWait | Shape::Poll) {
            return Ok(());
        }
        Registers::of(task.task)?.repeat(call.arguments[0])?;
        if let Place::Inside(pending) = mem::replace(&mut task.place, Place::Outside) {
            task.interruption.got_out_of(*pending);
        }
        task.state = State::Held;
        Ok(())
    }

    /// Lets every wait end whose time is up.
    ///
    /// # Errors
    ///
    /// ptrace(2) fails.
    pub fn let_time_pass(&mut self) -> io::Result<()> {
        for by in 0..self.tasks.len() {
            if self.tasks[by].state == State::Due {
                self.tasks[by].state = State::Held;
                self.leaves(by)?;
            }
        }
        Ok(())
    }
}
