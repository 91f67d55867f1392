//! How watching ends: what a signal, or the end of the reader, means for the server.

use std::{
    io::{Write, stderr},
    ops::ControlFlow,
};

use play::Live;
use rustix::process::{Pid, Signal, kill_process_group};

/// What becomes of the server in the end.
#[derive(Debug)]
pub(crate) enum Ending {
    /// It goes on, as it did before.
    GoesOn(Pid),
    /// It was started to be watched, and is told to end: as many signals has it been sent by now.
    Ends(Pid, usize),
}

impl Ending {
    /// The server goes on.
    pub(crate) fn goes_on(live: &Live) -> Self {
        Self::GoesOn(live.process())
    }

    /// The server ends: it has a group of processes for itself.
    pub(crate) fn ends(live: &Live) -> Self {
        Self::Ends(live.process(), 0)
    }

    /// This program was sent a signal. The second one ends the server whether it wants or not.
    pub(crate) fn hears(&mut self, signal: i32) -> ControlFlow<()> {
        let Self::Ends(group, count) = self else { return ControlFlow::Break(()) };
        *count += 1;
        let signal = if *count == 1 { Signal::from_named_raw(signal) } else { Some(Signal::KILL) };
        // It may have ended in this moment, which is what we want.
        kill_process_group(*group, signal.unwrap_or(Signal::TERM)).ok();
        if *count == 1 {
            writeln!(stderr(), "The server is told to end; a second Ctrl-C kills it.").ok();
        }
        ControlFlow::Continue(())
    }

    /// Nobody reads the rows any more.
    pub(crate) fn has_no_reader(&mut self) -> ControlFlow<()> {
        match self {
            Self::GoesOn(_) => ControlFlow::Break(()),
            Self::Ends(_, 0) => self.hears(Signal::INT.as_raw()),
            Self::Ends(..) => ControlFlow::Continue(()),
        }
    }
}
