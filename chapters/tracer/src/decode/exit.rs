//! A system call on its way out: what came of it.

use recording::{Aside, Call, Control, Errno, Kind, MessageFlag, Outcome, Subject};
use rustix::process::Pid;

use crate::decode::{
    call::{Entered, Shape, descriptor},
    copies, datagram, interest, pieces, signal,
    view::View,
};

/// Payloads are kept up to this length, which is more than any transcript shows.
pub(crate) const KEPT: usize = 1024;

/// Of a write that is as long as this, how much the kernel takes differs from one to the next.
const LONG: usize = 8 << 10;

/// What a call came to.
#[derive(Debug)]
pub(crate) struct Returned {
    /// The call with its outcome.
    pub(crate) told: Call,
    pub(crate) aside: Aside,
    /// The task that the call made or waited for.
    pub(crate) task: Option<Pid>,
}

impl Returned {
    /// A call that came to this, and to nothing more.
    pub(crate) fn plain(told: Call, outcome: Outcome) -> Self {
        Self { told: told.came_to(outcome), aside: Aside::default(), task: None }
    }
}

/// Decodes what a call that is shown came to.
pub(crate) fn leave(call: &Entered, told: Call, result: i64, view: &mut View<'_>) -> Returned {
    let Ok(count) = usize::try_from(result) else {
        return Returned::plain(told, Outcome::Failed(errno(result)));
    };
    let outcome = match call.shape {
        Shape::Read if told.flag == Some(MessageFlag::MsgErrqueue) => copies::released(call, view),
        Shape::Read => return received(call, told, count, view),
        Shape::Write | Shape::Move => return sent(call, told, count, view),
        Shape::Spawn | Shape::Child => {
            let task = task(call, result, view);
            return Returned { task, ..Returned::plain(told, Outcome::Number(0)) };
        }
        Shape::Accept | Shape::Make => made(result, view),
        Shape::Control if told.kind == Kind::Fcntl(Control::FDupfd) => made(result, view),
        Shape::Device if told.kind == Kind::Ioctl(Control::Fionread) => arrived(call, view),
        Shape::Option => copies::mapped(call, &told, view),
        Shape::Poll => Outcome::Ready(interest::polled(call, view)),
        Shape::Select => Outcome::Ready(interest::select(call, view)),
        Shape::EpollWait => Outcome::Ready(interest::reported(call, count, view)),
        Shape::Signal => signal::taken(call, result, view),
        _ => Outcome::Number(count),
    };
    Returned::plain(told, outcome)
}

/// The error in a result.
pub(crate) fn errno(result: i64) -> Errno {
    Errno(i32::try_from(-result).unwrap_or(0))
}

fn received(call: &Entered, told: Call, count: usize, view: &mut View<'_>) -> Returned {
    let count = pieces::moved(call, count, view.memory);
    let peer = datagram::client(call, told.subject, view);
    let bytes = payload(call, count, view);
    Returned::plain(Call { peer, bytes, ..told }, Outcome::Bytes(count))
}

fn sent(call: &Entered, told: Call, count: usize, view: &mut View<'_>) -> Returned {
    let count = pieces::moved(call, count, view.memory);
    let asked = usize::try_from(pieces::asked(call, view.memory)).unwrap_or(usize::MAX);
    let is_long = asked >= LONG || told.about().is_some_and(|who| view.names.has_rest(who));
    let outcome = match asked {
        _ if !is_long => Outcome::Bytes(count),
        // It asks for as much as a pipe or a file may hold, and gets what is there.
        _ if call.shape == Shape::Move && count < LONG => Outcome::Bytes(count),
        _ if count < asked => Outcome::Part,
        _ => Outcome::Whole,
    };
    told.about().into_iter().for_each(|who| view.names.leave(who, outcome == Outcome::Part));
    let aside = Aside { moved: is_long.then_some(count) };
    let told = Call { bytes: payload(call, count, view), ..told };
    Returned { aside, ..Returned::plain(told, outcome) }
}

fn payload(call: &Entered, count: usize, view: &View<'_>) -> Vec<u8> {
    pieces::bytes(call, count, KEPT, view.memory)
}

fn made(result: i64, view: &mut View<'_>) -> Outcome {
    let descriptor = descriptor(result.cast_unsigned());
    Outcome::Made(view.names.of(view.process, descriptor).unwrap_or(Subject::File))
}

/// FIONREAD writes its answer down; the call itself returns 0 (ioctl(2)).
fn arrived(call: &Entered, view: &View<'_>) -> Outcome {
    let field = view.memory.array::<4>(call.arguments[2], 1);
    let count = field.first().map_or(0, |bytes| u32::from_ne_bytes(*bytes));
    Outcome::Number(count as usize)
}

/// The task that was made, or that has ended: wait4(2) returns it, waitid(2) writes it down.
fn task(call: &Entered, result: i64, view: &View<'_>) -> Option<Pid> {
    let raw = match call.number {
        libc::SYS_waitid => {
            let field = view.memory.array::<4>(call.arguments[2] + 12, 1);
            field.first().map(|bytes| i32::from_ne_bytes(*bytes))
        }
        _ => i32::try_from(result).ok(),
    };
    raw.and_then(Pid::from_raw)
}
