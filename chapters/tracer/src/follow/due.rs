//! Waits whose time is up. When that happens is the clock's affair; to the scene it happens when a
//! client waits for it.

use std::io;

use crate::{
    Tracer,
    decode::{call::Shape, limit::SHORT},
    follow::task::State,
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
        let has_timeout = call.is_shown() && call.limit.is_some_and(|limit| limit >= SHORT);
        if has_timeout && call.shape == Shape::Ring {
            return Ok(!self.rings.have_news(call, task.process, &task.memory));
        }
        let timed_out = if call.shape == Shape::Signal { -i64::from(libc::EAGAIN) } else { 0 };
        Ok(has_timeout && Registers::of(task.task)?.result() == timed_out)
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
