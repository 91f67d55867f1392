//! The fault of a scene, applied to the call whose turn it is.

use std::{fs, io};

use recording::{Control, Flag, Kind, Subject};
use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

use crate::{
    decode::call::{Entered, Shape},
    fault::Fault,
    follow::task::Traced,
    stops::registers::Registers,
};

/// A fault, and how far it has got.
#[derive(Debug, Default)]
pub(crate) struct Injection {
    fault: Fault,
    passed: usize,
    /// Whether the server asked to be told of changes only, so that news it turns down is lost.
    edges: bool,
    /// Whether the fault was ever applied: after the last call it is not.
    pub(crate) applied: bool,
    /// Whose call was made to fail.
    pub(crate) subject: Option<Subject>,
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
                let folder = format!("/proc/{}/fd", server.as_raw_nonzero());
                let is_free = |number: &u64| fs::read_link(format!("{folder}/{number}")).is_err();
                (Resource::Nofile, (0..).filter(is_free).nth(more))
            }
            Fault::FullQueue => (Resource::Sigpending, Some(0)),
            Fault::None
            | Fault::OneByte
            | Fault::ShortSends
            | Fault::SmallBuffers
            | Fault::Fail { .. } => return Ok(()),
        };
        let limit = Rlimit { current, ..getrlimit(resource) };
        Ok(prlimit(Some(server), resource, limit).map(drop)?)
    }

    /// Applies the fault, if it is this call's turn.
    pub(crate) fn enters(
        &mut self,
        task: &mut Traced,
        call: &Entered,
        registers: Registers,
    ) -> io::Result<()> {
        self.edges |= call.kind().is_some_and(asks_for_changes);
        let lost = self.edges && self.fault.errno() == Some(libc::EAGAIN);
        match self.fault {
            _ if lost => Ok(()),
            Fault::OneByte if is_cuttable(call) => {
                self.applied = true;
                registers.cut_length(1)
            }
            Fault::ShortSends if is_cuttable(call) && call.shape == Shape::Write => {
                self.applied = true;
                registers.cut_length(1)
            }
            Fault::Fail { nth, errno } if may_fail(task, call, errno) => {
                self.passed += 1;
                if self.passed != nth + 1 {
                    return Ok(());
                }
                self.applied = true;
                self.subject = call.about();
                task.forced = Some(-i64::from(errno));
                registers.skip()
            }
            _ => Ok(()),
        }
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
fn is_cuttable(call: &Entered) -> bool {
    use Subject::{Eventfd, Shutdown, Signals, Timer};
    let moves = matches!(call.shape, Shape::Read | Shape::Write);
    let whole = matches!(call.about(), Some(Eventfd | Timer | Signals | Shutdown));
    moves && !whole && call.arguments[2] > 1
}

/// Whether this error can happen to this call.
fn may_fail(task: &Traced, call: &Entered, errno: i32) -> bool {
    use Shape::{Accept, Child, EpollWait, Poll, Read, Ring, Select, Signal, Sleep, Write};
    match errno {
        libc::EINTR => matches!(
            call.shape,
            Accept | Child | EpollWait | Poll | Read | Ring | Select | Signal | Sleep | Write
        ),
        libc::EAGAIN => matches!(call.shape, Accept | Read | Write) && is_non_blocking(task, call),
        libc::ECONNRESET | libc::ENOMEM => is_a_clients(call),
        libc::EMFILE | libc::EINVAL => call.shape == Accept,
        _ => false,
    }
}

fn is_a_clients(call: &Entered) -> bool {
    use Subject::{Eventfd, Listener, Pipe, Shutdown, Signals, Timer};
    let moves = matches!(call.shape, Shape::Read | Shape::Write);
    let own =
        matches!(call.about(), Some(Eventfd | Timer | Signals | Shutdown | Listener | Pipe(_)));
    moves && !own
}

fn is_non_blocking(task: &Traced, call: &Entered) -> bool {
    let process = task.process.as_raw_nonzero();
    let path = format!("/proc/{process}/fdinfo/{}", call.descriptor());
    let text = fs::read_to_string(path).unwrap_or_default();
    let flags = text.lines().find_map(|line| line.strip_prefix("flags:"));
    let flags = flags.and_then(|flags| i32::from_str_radix(flags.trim(), 8).ok()).unwrap_or(0);
    flags & libc::O_NONBLOCK != 0
}
