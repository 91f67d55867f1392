//! A server that has been started, as the director sees it.

use std::{io, net::SocketAddr, process::Child, thread::sleep, time::Duration};

use recording::{Arrival, Event, Recording, Subject};
use rustix::process::Pid;
use show::end;
use tracer::{Followed, Tracer};

use crate::{played::Played, trouble::Trouble};

/// A server, and how much of it can be seen.
#[derive(Debug)]
pub(crate) enum Server {
    /// Every call is seen, and order is kept.
    Traced(Box<Tracer>),
    /// The kernel forbids it: only what clients do is seen.
    Unseen { child: Child, events: Vec<Event> },
}

/// How often a client looks for what it should hear, a millisecond and more each time. Only a failure
/// takes that long.
pub(crate) const PATIENCE: u32 = 8_000;

/// How often a client looks while every task of the server sleeps without a limit: bytes that have
/// left the server take less than that to arrive.
const RESIGNED: u32 = 800;

/// How long an unseen server gets for what a traced one does before it is at rest.
const GRACE: Duration = Duration::from_millis(20);

impl Server {
    /// Its process.
    pub(crate) fn process(&self) -> Pid {
        match self {
            Self::Traced(tracer) => tracer.server(),
            Self::Unseen { child, .. } => Pid::from_child(child),
        }
    }

    /// Lets the server do all that it can do by itself; `between` is done before each of its steps.
    pub(crate) fn run_to_rest(&mut self, between: impl FnMut()) -> io::Result<()> {
        match self {
            Self::Traced(tracer) => tracer.run_to_rest(between),
            Self::Unseen { .. } => {
                sleep(GRACE);
                Ok(())
            }
        }
    }

    /// How the server got to where it is: that is no part of what follows.
    pub(crate) fn begin(&mut self) -> Vec<Event> {
        match self {
            Self::Traced(tracer) => tracer.begin(),
            Self::Unseen { .. } => Vec::new(),
        }
    }

    /// Lets the server notice that time has passed.
    pub(crate) fn let_time_pass(&mut self) -> io::Result<()> {
        match self {
            Self::Traced(tracer) => tracer.let_time_pass(),
            Self::Unseen { .. } => Ok(()),
        }
    }

    /// Lets every task of the server come to its next stop, and no further, and wait on where its time was up
    /// before a client acted.
    pub(crate) fn wait_on(&mut self) -> io::Result<()> {
        match self {
            Self::Traced(tracer) => tracer.wait_on(),
            Self::Unseen { .. } => Ok(()),
        }
    }

    /// Tells the tracer which client calls from which address.
    pub(crate) fn meet(&mut self, who: Subject, address: SocketAddr) {
        if let Self::Traced(tracer) = self {
            tracer.meet(who, address);
        }
    }

    /// Tells the tracer that something of a client has arrived; of a text, how much was sent.
    pub(crate) fn arrives(&mut self, who: Subject, what: Arrival) {
        if let Self::Traced(tracer) = self {
            tracer.arrives(who, what);
        }
    }

    /// Tells the tracer that a datagram of a client has arrived.
    pub(crate) fn datagram_arrives(&mut self, who: Subject, bytes: usize) {
        if let Self::Traced(tracer) = self {
            tracer.datagram_arrives(who, bytes);
        }
    }

    /// Records what a client did.
    pub(crate) fn tell(&mut self, event: Event) {
        match self {
            Self::Traced(tracer) => tracer.tell(event),
            Self::Unseen { events, .. } => events.push(event),
        }
    }

    /// How the server has ended, if it has.
    pub(crate) fn ending(&mut self) -> Option<String> {
        match self {
            Self::Traced(tracer) => tracer.ending().map(end),
            Self::Unseen { child, .. } => {
                let status = child.try_wait().ok()??;
                Some(format!("ends ({status})"))
            }
        }
    }

    /// How many events there are by now.
    pub(crate) fn events(&self) -> usize {
        match self {
            Self::Traced(tracer) => tracer.events(),
            Self::Unseen { events, .. } => events.len(),
        }
    }

    /// How often a client looks while nothing happens.
    pub(crate) fn patience(&self) -> u32 {
        match self {
            Self::Traced(tracer) if tracer.sleeps_for_good() => RESIGNED,
            _ => PATIENCE,
        }
    }

    /// Whether the fault was applied, and to whose call.
    pub(crate) fn injected(&self) -> Result<(bool, Option<Subject>), Trouble> {
        match self {
            Self::Traced(tracer) => Ok((tracer.was_fault_applied(), tracer.faulted())),
            Self::Unseen { .. } => Err(Trouble::NoTracing),
        }
    }

    /// How many calls the fault might have been applied to.
    pub(crate) fn chances(&self) -> usize {
        match self {
            Self::Traced(tracer) => tracer.chances(),
            Self::Unseen { .. } => 0,
        }
    }

    /// Ends the server and returns what happened.
    pub(crate) fn finish(self, cast: Vec<String>) -> Played {
        match self {
            Self::Traced(tracer) => {
                let Followed { tasks, names, events, asides, chains, left_whole, tracepoints } =
                    tracer.finish();
                let recording = Recording { cast, tasks, names, events, chains, traced: true };
                let before = Vec::new();
                Played { before, recording, asides, left_whole, tracepoints, trouble: None }
            }
            Self::Unseen { mut child, events } => {
                // It may have ended by itself; then there is nothing left to do.
                child.kill().and_then(|()| child.wait()).ok();
                let recording = Recording { cast, events, ..Recording::default() };
                Played { recording, ..Played::default() }
            }
        }
    }
}
