//! A server that serves for real: followed from system call to system call, and held back by nobody.
//!
//! ```no_run
//! use tracer::{Detail, Live, News};
//!
//! # fn print(_: recording::Event) {}
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut live = Live::attach(4711, Detail::default())?;
//! loop {
//!     match live.next(None)? {
//!         News::Happened => live.take().into_iter().for_each(|(event, _)| print(event)),
//!         News::Quiet => {}
//!         News::Signal(_) | News::Closed | News::Over => break,
//!     }
//! }
//! live.let_go()?; // it goes on serving
//! # Ok(())
//! # }
//! ```
//!
//! Each stop is looked at and its task let go at once. So the order of events is the clock's: what
//! two tasks did at the same time may stand either way, and whether a task has slept in a call, or
//! only passed through it, is known only if we have looked in time.
//!
//! ```text
//!             halt, by each call             looked at, and let go
//!  Running ─────────────────────────▶ Held ─────────────────────────▶ Running
//!     │                                 │ a signal has stopped it
//!     │ let_go                          └──────▶ Stopped, until SIGCONT
//!     ▼
//!  as before
//! ```

mod alerts;
mod attach;
mod inventory;
mod leave;
mod refused;
mod turns;

use std::time::Instant;

use recording::{Aside, End, Event, Frame, Task};
use rustix::process::Pid;

use crate::{Tracer, live::alerts::Alerts, tracefs::Unavailable};

pub use refused::Refused;

/// A server that serves for real. When it is dropped, the server goes on.
#[derive(Debug)]
pub struct Live {
    tracer: Tracer,
    alerts: Alerts,
    /// The lines of code that have made calls.
    chains: Vec<Vec<Frame>>,
    /// How many clients were connected before it was followed.
    earlier: usize,
    /// Whether it has an io_uring(7) of which the beginning was not seen.
    has_old_ring: bool,
    /// Whether it has become another program, as one that was started for that does.
    is_program: bool,
    is_in_our_network: bool,
    /// Whether all that is known by now has been told; and if so, whether the server worked then.
    quiet: Option<bool>,
    /// The place in the log at which a hand-over may have to be told, and since when that is not known.
    held: Option<(usize, Instant)>,
}

/// What has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// There are events to be [taken](Live::take).
    Happened,
    /// Nothing more happens for now. It is said again when a server that [worked](Live::works) then
    /// does so no more.
    Quiet,
    /// This signal, SIGINT, SIGTERM or SIGHUP, has come for this program.
    Signal(i32),
    /// Nobody reads what this program writes.
    Closed,
    /// No task of the server is left.
    Over,
}

impl Live {
    /// What has happened since the last time, and beside each event what is so on this run.
    pub fn take(&mut self) -> Vec<(Event, Aside)> {
        let count = self.tracer.ready();
        self.tracer.complete_news(count);
        let mut events = self.tracer.log.take(count);
        if let Some(lines) = &mut self.tracer.lines {
            events.iter_mut().for_each(|(event, _)| lines.resolve(event, &mut self.chains));
        }
        events
    }

    /// The server's threads and processes by now.
    pub fn tasks(&self) -> impl ExactSizeIterator<Item = Task> {
        self.tracer.tasks.iter().map(|task| task.kind)
    }

    /// How many clients there have been by now.
    pub fn clients(&mut self) -> usize {
        self.tracer.names.strangers().map_or(0, |all| all.count)
    }

    /// How many of them were connected before the server was followed.
    #[must_use]
    pub const fn earlier(&self) -> usize {
        self.earlier
    }

    /// Whether the server has an io_uring(7) from before it was followed, so that nothing can be
    /// told of what is asked of it.
    #[must_use]
    pub const fn has_old_ring(&self) -> bool {
        self.has_old_ring
    }

    /// Why the kernel's tracepoints can't be listened to, though that was wanted.
    #[must_use]
    pub const fn unavailable(&self) -> Option<&Unavailable> {
        self.tracer.unavailable.as_ref()
    }

    /// Why what others do for the server in their own time, when they queue it a signal or let its ring go
    /// on, can't be seen, though that was wanted and all else can.
    #[must_use]
    pub fn missing(&self) -> Option<&Unavailable> {
        self.tracer.log.missing()
    }

    /// Whether the server lives in the network that this program lives in: of another the kernel
    /// does not tell what arrives.
    #[must_use]
    pub const fn is_in_our_network(&self) -> bool {
        self.is_in_our_network
    }

    /// Whether a task was on the processor, or would have liked to be, when it was [quiet](News::Quiet)
    /// last.
    #[must_use]
    pub fn works(&self) -> bool {
        self.quiet == Some(true)
    }

    /// The lines of code that calls were made from: see [`recording::Recording::chains`].
    #[must_use]
    pub fn chains(&self) -> &[Vec<Frame>] {
        &self.chains
    }

    /// How the server's first process has ended, if it has.
    #[must_use]
    pub fn ending(&self) -> Option<End> {
        self.tracer.ending()
    }

    /// Whether it has become another program since it was followed (execve(2)).
    #[must_use]
    pub const fn is_program(&self) -> bool {
        self.is_program
    }

    /// The server's first process.
    #[must_use]
    pub fn process(&self) -> Pid {
        self.tracer.server()
    }
}
