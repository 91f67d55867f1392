//! A system call on its way in: which one it is, whom it is about, what it asks.

use recording::{Call, Control, Half, Kind, Limit, Subject, Submission, Whose};

use crate::{
    decode::{
        call::{Entered, Shape, descriptor, look_up},
        copies, datagram, interest, limit,
        view::View,
    },
    stops::{proc::open_file, registers::Registers},
};

/// Two commands of fcntl(2) that the libc crate does not name here.
const F_SETSIG: i32 = 10;
const F_SETOWN_EX: i32 = 15;

/// waitid(2): the child is named by a descriptor.
const P_PIDFD: i32 = 3;

/// Decodes a call on its way in.
pub(crate) fn enter(registers: &Registers, view: &mut View<'_>) -> Entered {
    let (number, arguments) = (registers.number(), registers.arguments());
    let (shape, kind) = look_up(number);
    let limit = limit::of(number, &arguments, view.memory);
    let mut call = Entered { number, arguments, shape, told: None, limit };
    if let Some(kind) = kind {
        call.told = describe(&call, kind, view);
        if call.told.is_none() {
            call.shape = Shape::Hidden;
        }
    }
    call
}

/// What the recording says of a call; nothing of one that tells nothing here.
fn describe(call: &Entered, kind: Kind, view: &mut View<'_>) -> Option<Call> {
    let (by, wait) = (view.by, limit::of_wait(call.limit));
    match kind {
        Kind::Poll(_) => Some(new(by, Kind::Poll(interest::poll(call, view)), wait)),
        Kind::Select(_) => Some(new(by, Kind::Select(interest::select(call, view)), wait)),
        Kind::EpollCtl { .. } => Some(interest::control(call, view)),
        Kind::Nanosleep | Kind::ClockNanosleep => {
            Some(new(by, kind, Some(limit::of_pause(call.limit))))
        }
        Kind::Clone => Some(new(by, spawned(call, view), None)),
        Kind::Wait4(_) => Some(child(call, Kind::Wait4, view)),
        Kind::Waitid(_) => Some(child(call, Kind::Waitid, view)),
        Kind::EpollCreate
        | Kind::EpollCreate1
        | Kind::Eventfd
        | Kind::TimerfdCreate
        | Kind::Signalfd
        | Kind::IoUringSetup
        | Kind::Fork
        | Kind::Vfork
        | Kind::Sigtimedwait => Some(new(by, kind, wait)),
        _ => of_descriptor(call, kind, view),
    }
}

fn new(by: usize, kind: Kind, limit: Option<Limit>) -> Call {
    Call { limit, ..Call::new(by, kind) }
}

/// A call that is about a descriptor.
fn of_descriptor(call: &Entered, kind: Kind, view: &mut View<'_>) -> Option<Call> {
    if is_speech(call, view) {
        return None;
    }
    let subject = view.names.of(view.process, call.descriptor())?;
    let kind = match kind {
        Kind::Close if is_household(subject) => return None,
        Kind::Fcntl(_) => Kind::Fcntl(setting(call)?),
        Kind::Ioctl(_) => Kind::Ioctl(device(call)?),
        Kind::Getsockopt(_) => Kind::Getsockopt(copies::option(call)?),
        Kind::Setsockopt(_) => Kind::Setsockopt(copies::option(call)?),
        Kind::Shutdown(_) => Kind::Shutdown(half(call)),
        Kind::Sendfile { .. } => Kind::Sendfile { from: other(call, 1, view) },
        Kind::Splice { .. } => Kind::Splice { to: other(call, 2, view) },
        Kind::Tee { .. } => Kind::Tee { to: other(call, 1, view) },
        kind => kind,
    };
    // Whom a datagram came from, only the result of its receive tells.
    let sends = call.shape == Shape::Write;
    let peer = if sends { datagram::client(call, Some(subject), view) } else { None };
    let flag = copies::flag(call);
    Some(Call { peer, flag, ..new(view.by, kind, limit::of_wait(call.limit)).on(subject) })
}

/// Who is behind the second descriptor of a call that has two.
fn other(call: &Entered, index: usize, view: &mut View<'_>) -> Subject {
    let second = descriptor(call.arguments[index]);
    view.names.of(view.process, second).unwrap_or(Subject::File)
}

/// What a server tells its user, on standard output or standard error, is no part of a scene; but one
/// that is started as by inetd(8) has its client there.
fn is_speech(call: &Entered, view: &mut View<'_>) -> bool {
    let (process, out) = (view.process, call.descriptor());
    let is_socket = || open_file(process, out).is_some_and(|file| file.starts_with("socket:"));
    let is_output = call.shape == Shape::Write && matches!(out, 1 | 2);
    is_output && !(is_socket() && view.names.of(process, out).is_some_and(|who| who.is_client()))
}

/// What a server opens for itself; that it is closed in the end is no part of the story.
fn is_household(subject: Subject) -> bool {
    matches!(subject, Subject::Shutdown | Subject::Child(_) | Subject::OtherSocket)
}

/// Whether clone(2) or clone3(2) makes a thread, or is a fork by another name.
fn spawned(call: &Entered, view: &View<'_>) -> Kind {
    let flags = match call.number {
        libc::SYS_clone => call.arguments[0].cast_signed(),
        _ => view.memory.long(call.arguments[0]).unwrap_or(0),
    };
    let has = |flag: i32| flags & i64::from(flag) != 0;
    match (has(libc::CLONE_VFORK), has(libc::CLONE_THREAD)) {
        (true, _) => Kind::Vfork,
        (false, true) => Kind::Clone,
        (false, false) => Kind::Fork,
    }
}

fn child(call: &Entered, kind: fn(Whose) -> Kind, view: &mut View<'_>) -> Call {
    let [which, id, third, options, ..] = call.arguments.map(descriptor);
    let (whose, options) = match call.number {
        libc::SYS_wait4 if which == -1 => (Whose::Any, third),
        libc::SYS_wait4 => (Whose::Number, third),
        _ if which == P_PIDFD => (of_pidfd(id, view), options),
        _ if which == libc::P_ALL.cast_signed() => (Whose::Any, options),
        _ => (Whose::Number, options),
    };
    let looks = options & libc::WNOHANG != 0;
    new(view.by, kind(whose), looks.then_some(Limit::NoWait))
}

fn of_pidfd(descriptor: i32, view: &mut View<'_>) -> Whose {
    view.names.of(view.process, descriptor).map_or(Whose::Any, Whose::Descriptor)
}

fn half(call: &Entered) -> Half {
    match descriptor(call.arguments[1]) {
        libc::SHUT_RD => Half::Read,
        libc::SHUT_WR => Half::Write,
        _ => Half::Both,
    }
}

/// What changes how a descriptor waits; nothing else is shown.
fn setting(call: &Entered) -> Option<Control> {
    let value = descriptor(call.arguments[2]);
    Some(match descriptor(call.arguments[1]) {
        libc::F_SETFL if value & libc::O_ASYNC != 0 => Control::OAsync,
        libc::F_SETFL if value & libc::O_NONBLOCK != 0 => Control::ONonblock,
        libc::F_DUPFD | libc::F_DUPFD_CLOEXEC => Control::FDupfd,
        libc::F_SETOWN => Control::FSetown,
        F_SETOWN_EX => Control::FSetownEx,
        F_SETSIG => Control::FSetsig,
        _ => return None,
    })
}

/// What says how a descriptor waits, or what lies in it; nothing else is shown.
fn device(call: &Entered) -> Option<Control> {
    match call.arguments[1] {
        libc::FIONBIO => Some(Control::Fionbio),
        libc::FIONREAD => Some(Control::Fionread),
        _ => None,
    }
}

/// What a call asks a ring for.
pub(crate) fn submits(call: &mut Entered, requests: Vec<Submission>) {
    if let Some(told) = &mut call.told {
        told.kind = Kind::IoUringEnter(requests);
        told.subject = None;
    }
}
