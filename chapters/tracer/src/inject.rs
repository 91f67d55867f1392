//! The fault of a scene, applied to the call whose turn it is.

pub(crate) mod cut;
pub(crate) mod edge;
mod told;
mod whole;

use std::io;

use recording::{Control, Flag, Kind, MessageFlag, Subject, Submission};
use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

pub use crate::inject::whole::LeftWhole;
use crate::{
    decode::{
        call::{Entered, Shape},
        pieces::asked,
    },
    fault::Fault,
    follow::pending::Pending,
    inject::{cut::cut, edge::Edge},
    stops::{
        memory::Memory,
        proc::{flags, open_file},
        registers::Registers,
    },
};

/// A fault, and how far it has got.
#[derive(Debug, Default)]
pub(crate) struct Injection {
    fault: Fault,
    /// How many calls have passed that might have failed.
    pub(crate) passed: usize,
    /// Whether the server asked to be told of changes only, so that news it turns down is lost.
    edges: bool,
    /// Whether the server is left alone for now: before it listens, it is a loader, an interpreter
    /// or a shell that works.
    pub(crate) spares: bool,
    /// Whether the fault was ever applied: after the last call it is not.
    pub(crate) applied: bool,
    /// Whose call was made to fail.
    pub(crate) subject: Option<Subject>,
    /// Why a call was not cut that should have been.
    pub(crate) left_whole: Option<LeftWhole>,
}

impl Injection {
    /// Prepares to apply `fault`.
    pub(crate) fn new(fault: Fault) -> Self {
        Self { fault, ..Self::default() }
    }

    /// Applies what is there before the server begins.
    pub(crate) fn prepare(&self, server: Pid) -> io::Result<()> {
        let (resource, current) = match self.fault {
            Fault::Descriptors(more) => {
                let is_free = |number: &i32| open_file(server, *number).is_none();
                let limit = (0..).filter(is_free).nth(more);
                (Resource::Nofile, limit.map(|number| u64::from(number.unsigned_abs())))
            }
            Fault::FullQueue => (Resource::Sigpending, Some(0)),
            Fault::None
            | Fault::OneByte
            | Fault::ShortSends
            | Fault::SmallBuffers
            | Fault::Fail { .. }
            | Fault::Refuse { .. } => return Ok(()),
        };
        let limit = Rlimit { current, ..getrlimit(resource) };
        Ok(prlimit(Some(server), resource, limit).map(drop)?)
    }

    /// Applies the fault, if it is the turn of this call, which a task of `process` is about to
    /// make.
    pub(crate) fn enters(
        &mut self,
        process: Pid,
        memory: &Memory,
        pending: &mut Pending,
        registers: Registers,
    ) -> io::Result<()> {
        let call = &pending.call;
        self.edges |= call.kind().is_some_and(asks_for_changes);
        match self.fault {
            _ if self.spares => Ok(()),
            Fault::OneByte | Fault::ShortSends if self.cuts(call, memory) => {
                self.cut(process, memory, pending, registers)
            }
            Fault::Fail { errno: libc::EAGAIN, .. } if self.edges => Ok(()),
            Fault::Fail { nth, errno } if may_fail(process, call, errno) => {
                self.passed += 1;
                if self.passed - 1 == nth { self.fail(pending, errno, registers) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }

    /// Of the requests that a ring is about to be asked for, each with its number: the one whose turn
    /// it is to be refused, and with which error.
    pub(crate) fn refuses(&mut self, asked: &[(u64, Submission)]) -> Option<(u64, i32)> {
        let Fault::Refuse { nth, errno } = self.fault else { return None };
        let is_about = |asks: &Submission| asks.subject.is_some() && asks.cancels.is_none();
        let mut about = asked.iter().filter(|(_, asks)| !self.spares && is_about(asks));
        let before = self.passed;
        self.passed += about.clone().count();
        let (number, asks) = about.nth(nth.checked_sub(before)?)?;
        (self.applied, self.subject) = (true, asks.subject);
        Some((*number, errno))
    }

    /// Whether the fault is to move one byte, and this call may.
    fn cuts(&self, call: &Entered, memory: &Memory) -> bool {
        let is_meant = self.fault == Fault::OneByte || call.shape != Shape::Read;
        is_meant && is_cuttable(call, memory)
    }

    /// Where the server is told of changes only, what is left must be told of again.
    fn cut(
        &mut self,
        process: Pid,
        memory: &Memory,
        pending: &mut Pending,
        registers: Registers,
    ) -> io::Result<()> {
        if self.edges {
            pending.edge = self.edge(process, &pending.call);
        }
        if pending.edge.is_some() || !self.edges {
            self.applied = true;
            pending.before = cut(&pending.call, registers, memory)?;
        }
        Ok(())
    }

    /// The edge that tells of what is left; none if nothing can.
    fn edge(&mut self, process: Pid, call: &Entered) -> Option<Edge> {
        Edge::of(process, call).unwrap_or_else(|why| {
            self.left_whole = Some(LeftWhole(why));
            None
        })
    }

    fn fail(&mut self, pending: &mut Pending, errno: i32, registers: Registers) -> io::Result<()> {
        self.applied = true;
        self.subject = pending.call.about();
        pending.forced = Some(-i64::from(errno));
        registers.skip()
    }
}

/// Whether a call asks to be told of changes only.
fn asks_for_changes(kind: &Kind) -> bool {
    match kind {
        Kind::EpollCtl { events, .. } => events.has(Flag::Edge),
        Kind::Fcntl(control) => *control == Control::OAsync,
        _ => false,
    }
}

/// A longer read or write of a connection or a pipe; one of an eventfd has to be whole.
fn is_cuttable(call: &Entered, memory: &Memory) -> bool {
    use Subject::{Eventfd, File, Shutdown, Signals, Timer};
    let moves = matches!(call.shape, Shape::Read | Shape::Write | Shape::Move);
    let whole = matches!(call.about(), Some(Eventfd | File | Timer | Signals | Shutdown));
    moves && !whole && asked(call, memory) > 1
}

/// Whether this error can happen to this call.
fn may_fail(process: Pid, call: &Entered, errno: i32) -> bool {
    use Shape::{Accept, Child, EpollWait, Move, Poll, Read, Ring, Select, Signal, Sleep, Write};
    match errno {
        // A call on a descriptor that never waits has nothing that a signal could interrupt.
        libc::EINTR => match call.shape {
            Accept | Move | Read | Write => !is_non_blocking(process, call),
            shape => matches!(shape, Child | EpollWait | Poll | Ring | Select | Signal | Sleep),
        },
        libc::EAGAIN => {
            matches!(call.shape, Accept | Move | Read | Write) && is_non_blocking(process, call)
        }
        libc::ECONNRESET | libc::ENOMEM => is_a_clients(call),
        libc::EMFILE | libc::EINVAL => call.shape == Accept,
        _ => false,
    }
}

fn is_a_clients(call: &Entered) -> bool {
    use Subject::{Eventfd, File, Listener, Pipe, Shutdown, Signals, Timer};
    let moves = matches!(call.shape, Shape::Read | Shape::Write | Shape::Move);
    let own = matches!(
        call.about(),
        Some(Eventfd | File | Timer | Signals | Shutdown | Listener | Pipe(_))
    );
    moves && !own && !asks_error_queue(call)
}

/// What the error queue has to say, no end of a connection takes away.
fn asks_error_queue(call: &Entered) -> bool {
    call.told.as_ref().is_some_and(|told| told.flag == Some(MessageFlag::MsgErrqueue))
}

/// Whether a call may come back with nothing: of two descriptors one is enough for that, and so is a
/// flag of splice(2) and tee(2).
fn is_non_blocking(process: Pid, call: &Entered) -> bool {
    let at = match call.number {
        libc::SYS_splice => Some(5),
        libc::SYS_tee => Some(3),
        _ => None,
    };
    let asks = at.is_some_and(|at| call.arguments[at] & u64::from(libc::SPLICE_F_NONBLOCK) != 0);
    let is_set = |descriptor: i32| flags(process, descriptor) & libc::O_NONBLOCK != 0;
    asks || call.descriptors().into_iter().any(is_set)
}
