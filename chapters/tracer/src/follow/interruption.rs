//! What signals do to a task: the handlers that run, and the call that they got it out of.
//!
//! A call that a signal interrupts returns one of ERESTARTSYS and its kin, which no program ever
//! sees: the kernel starts the call again, or makes it fail with EINTR. Which of the two it was,
//! the next call tells that the task makes outside of a handler:
//!
//! ```text
//!  read(eventfd) … waits
//!  SIGIO arrives                        handlers: 1, and read is kept
//!  write(eventfd) = 8                   the handler's own call
//!  (sigreturn)                          handlers: 0
//!  read(eventfd)                        the same call: it goes on, and nothing is told
//!  epoll_wait(epoll)                    or another one: read(eventfd) = EINTR is told first
//! ```

use crate::{
    decode::call::{Entered, Shape},
    follow::pending::Pending,
};

/// The signals of one task.
#[derive(Debug, Default)]
pub(crate) struct Interruption {
    /// The call that a signal got it out of, until it is known whether the program noticed.
    call: Option<Pending>,
    /// How many signal handlers it is in.
    handlers: u32,
    /// The signal to deliver when it is released; 0 for none.
    pub(crate) deliver: i32,
}

/// What a call that a task is about to make means.
#[derive(Debug)]
pub(crate) struct Next {
    /// The call that it makes, or goes on with.
    pub(crate) pending: Pending,
    /// An earlier call, which has failed with EINTR.
    pub(crate) failed: Option<Pending>,
}

impl Interruption {
    /// A signal is about to be delivered, perhaps to a handler. Whether it has got the task out of
    /// its sleep: of several signals, the first one has.
    pub(crate) fn arrives(&mut self, signal: i32, is_handled: bool) -> bool {
        let slept = self.handlers == 0 && self.call.as_ref().is_some_and(|call| call.announced);
        self.deliver = signal;
        self.handlers += u32::from(is_handled);
        slept
    }

    /// A signal has got the task out of this call.
    pub(crate) fn got_out_of(&mut self, pending: Pending) {
        self.call = Some(pending);
    }

    /// The task is about to make this call.
    pub(crate) fn next(&mut self, call: Entered) -> Next {
        if call.shape == Shape::Return {
            self.handlers = self.handlers.saturating_sub(1);
            return Next { pending: Pending::new(call), failed: None };
        }
        // What a handler does tells nothing of the call that it has interrupted.
        let before = if self.handlers == 0 { self.call.take() } else { None };
        match before {
            Some(before) if before.call.is_resumed_by(&call) => {
                Next { pending: before, failed: None }
            }
            failed => Next { pending: Pending::new(call), failed },
        }
    }
}
