//! How a server is let go: it goes on as if nobody had been there.
//!
//! A task that is at a stop is let go from there. One that runs or sleeps is not halted for it,
//! since that would get it out of its sleep: the kernel lets it go when this thread ends.

use std::io;

use rustix::process::Pid;

use crate::{
    follow::task::State,
    live::Live,
    stops::stop::{Stop, let_go, next},
};

impl Live {
    /// Lets the server go: no task of it is halted any more.
    ///
    /// # Errors
    ///
    /// ptrace(2) fails.
    pub fn let_go(self) -> io::Result<()> {
        while let Some((task, stop)) = next()? {
            self.leave(task, stop)?;
        }
        for task in &self.tracer.tasks {
            if task.state == State::Stopped {
                let_go(task.task, 0)?;
            }
        }
        self.tracer.early.iter().try_for_each(|task| let_go(*task, 0))
    }

    /// Lets a task go from this stop. A signal that was about to be delivered is.
    fn leave(&self, task: Pid, stop: Stop) -> io::Result<()> {
        match stop {
            Stop::Exited(_) | Stop::Killed(_) => Ok(()),
            Stop::Signal(number) => let_go(task, number),
            Stop::Call | Stop::Born(_) | Stop::Exec(_) | Stop::Stopped(_) | Stop::Trap => {
                let_go(task, 0)
            }
        }
    }
}
