//! A system call in words: its arguments on the way in, its result on the way out.

use nix::errno::Errno;
use rustix::process::Pid;

use crate::{
    recording::Flow,
    trace::{
        call::{Entered, Shape, descriptor, look_up},
        datagram, interest, limit,
        memory::Memory,
        names::Names,
        registers::Registers,
        signal::taken,
        task::Traced,
    },
};

/// What decoding needs to see of the task that makes the call.
#[derive(Debug)]
pub(crate) struct View<'names> {
    pub(crate) process: Pid,
    pub(crate) memory: Memory,
    pub(crate) names: &'names mut Names,
}

impl<'names> View<'names> {
    /// Looks at a halted task.
    pub(crate) fn of(task: &Traced, names: &'names mut Names) -> Self {
        Self { process: task.process, memory: Memory::of(task.task), names }
    }
}

/// What a call came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) result: String,
    pub(crate) flow: Flow,
    pub(crate) data: Vec<u8>,
    /// The task that the call made or waited for.
    pub(crate) task: Option<Pid>,
    /// Whom it was about, if only its result tells.
    pub(crate) subject: Option<String>,
}

/// Two commands of fcntl(2) that the libc crate does not name here.
const F_SETSIG: i32 = 10;
const F_SETOWN_EX: i32 = 15;

/// waitid(2): the child is named by a descriptor.
const P_PIDFD: i32 = 3;

/// Payloads are kept up to this length, which is more than any transcript shows.
pub(crate) const ENOUGH: usize = 1024;

/// Of a write that is as long as this, how much the kernel takes differs from one to the next.
const LONG: usize = 8 << 10;

/// Decodes a call on its way in.
pub(crate) fn enter(registers: &Registers, view: &mut View<'_>) -> Entered {
    let (number, arguments) = (registers.number(), registers.arguments());
    let (name, shape) = look_up(number);
    let limit = limit::of(number, &arguments, &view.memory);
    let words = String::new();
    let mut call =
        Entered { number, arguments, name, shape, words, subject: None, listed: 0, limit };
    if has_subject(shape) && !is_speech(&call) {
        call.subject = view.names.of(view.process, call.descriptor());
    }
    describe(&mut call, view);
    call
}

fn has_subject(shape: Shape) -> bool {
    use Shape::{Accept, Close, Control, Device, EpollWait, Read, Ring, Shutdown, Write};
    matches!(shape, Accept | Close | Control | Device | EpollWait | Read | Ring | Shutdown | Write)
}

/// What a server tells its user, on standard output or standard error, is no part of a scene.
fn is_speech(call: &Entered) -> bool {
    call.shape == Shape::Write && matches!(call.descriptor(), 1 | 2)
}

/// Puts the arguments into words, and hides a call that tells nothing here.
fn describe(call: &mut Entered, view: &mut View<'_>) {
    let words = match call.shape {
        Shape::Poll => Some(interest::poll(call, view)),
        Shape::Select => Some(interest::select(call, view)),
        Shape::EpollControl => Some(interest::control(call, view)),
        Shape::Sleep => Some(nap(call)),
        Shape::Spawn => Some(spawn(call, view)),
        Shape::Child => Some(child(call, view)),
        Shape::Make | Shape::Map | Shape::Signal | Shape::Exit | Shape::Return => {
            Some(String::new())
        }
        Shape::Close if call.subject.as_deref().is_some_and(is_household) => None,
        Shape::Control => flags(call),
        Shape::Write => datagram::addressed(call, view),
        Shape::Device => non_blocking(call),
        Shape::Shutdown => call.subject.as_ref().map(|who| format!("{who}, {}", half(call))),
        _ => call.subject.clone(),
    };
    match words {
        Some(words) => call.words = with_limit(words, call),
        None => call.shape = Shape::Hidden,
    }
}

/// What a server opens for itself; that it is closed in the end is no part of the story.
fn is_household(subject: &str) -> bool {
    subject == "shutdown" || subject.starts_with("child")
}

pub(crate) fn with_limit(words: String, call: &Entered) -> String {
    match limit::words(call.limit) {
        Some(_) if call.shape == Shape::Sleep => words,
        Some(limit) if words.is_empty() => limit.to_owned(),
        Some(limit) => format!("{words}, {limit}"),
        None => words,
    }
}

/// A pause in words: a round one is the program's own, another is what is left of one.
fn nap(call: &Entered) -> String {
    match call.limit {
        Some(pause) if pause.subsec_nanos().is_multiple_of(100_000) => format!("{pause:?}"),
        _ => "timeout".to_owned(),
    }
}

fn spawn(call: &mut Entered, view: &View<'_>) -> String {
    let flags = match call.number {
        libc::SYS_clone => call.arguments[0].cast_signed(),
        libc::SYS_clone3 => view.memory.long(call.arguments[0]).unwrap_or(0),
        _ => 0,
    };
    if flags & i64::from(libc::CLONE_VFORK) != 0 {
        call.name = "vfork";
    } else if call.name == "clone" && flags & i64::from(libc::CLONE_THREAD) == 0 {
        call.name = "fork";
    }
    String::new()
}

fn child(call: &Entered, view: &mut View<'_>) -> String {
    let [kind, id, _, options, ..] = call.arguments.map(descriptor);
    let (who, options) = match call.number {
        libc::SYS_wait4 if kind == -1 => (None, descriptor(call.arguments[2])),
        libc::SYS_wait4 => (Some("a child".to_owned()), descriptor(call.arguments[2])),
        _ if kind == P_PIDFD => (view.names.of(view.process, id), options),
        _ if kind == libc::P_ALL.cast_signed() => (None, options),
        _ => (Some("a child".to_owned()), options),
    };
    let who = who.unwrap_or_else(|| "any child".to_owned());
    let patient = options & libc::WNOHANG == 0;
    if patient { who } else { format!("{who}, no wait") }
}

fn half(call: &Entered) -> &'static str {
    match descriptor(call.arguments[1]) {
        libc::SHUT_RD => "read",
        libc::SHUT_WR => "write",
        _ => "both",
    }
}

/// The flags that change how a descriptor waits; no others are shown.
fn flags(call: &Entered) -> Option<String> {
    let who = call.subject.as_ref()?;
    let value = descriptor(call.arguments[2]);
    let what = match descriptor(call.arguments[1]) {
        libc::F_SETFL if value & libc::O_ASYNC != 0 => "O_ASYNC",
        libc::F_SETFL if value & libc::O_NONBLOCK != 0 => "O_NONBLOCK",
        libc::F_DUPFD | libc::F_DUPFD_CLOEXEC => "F_DUPFD",
        libc::F_SETOWN | F_SETOWN_EX => "F_SETOWN",
        F_SETSIG => "F_SETSIG",
        _ => return None,
    };
    Some(format!("{who}, {what}"))
}

fn non_blocking(call: &Entered) -> Option<String> {
    let who = call.subject.as_ref()?;
    (call.arguments[1] == libc::FIONBIO).then(|| format!("{who}, FIONBIO"))
}

/// Decodes what a call came to, on its way out.
pub(crate) fn leave(call: &Entered, result: i64, view: &mut View<'_>) -> Outcome {
    match (usize::try_from(result), call.shape) {
        (Err(_), _) => Outcome { result: error(result), ..Outcome::default() },
        (Ok(count), Shape::Read | Shape::Write) => transfer(call, count, view),
        (Ok(_), Shape::Accept | Shape::Make) => made(call, result, view),
        (Ok(_), Shape::Close | Shape::Shutdown) => plain("0".to_owned(), Flow::End),
        (Ok(_), Shape::Poll) => plain(interest::polled(call, view), Flow::In),
        (Ok(_), Shape::Select) => plain(interest::selected(call, view), Flow::In),
        (Ok(count), Shape::EpollWait) => plain(interest::reported(call, count, view), Flow::In),
        (Ok(_), Shape::Ring) => plain(result.to_string(), Flow::In),
        (Ok(_), Shape::Spawn) => task(result),
        (Ok(_), Shape::Child) => ended(call, result, view),
        (Ok(_), Shape::Signal) => plain(taken(call, result, view), Flow::In),
        (Ok(_), Shape::Control) if call.words.ends_with("F_DUPFD") => made(call, result, view),
        (Ok(_), _) => plain(result.to_string(), Flow::None),
    }
}

fn plain(result: String, flow: Flow) -> Outcome {
    Outcome { result, flow, ..Outcome::default() }
}

fn transfer(call: &Entered, count: usize, view: &View<'_>) -> Outcome {
    let flow = if call.shape == Shape::Read { Flow::In } else { Flow::Out };
    let data = view.memory.bytes(call.arguments[1], count.min(ENOUGH)).unwrap_or_default();
    let asked = usize::try_from(call.arguments[2]).unwrap_or(usize::MAX);
    let sender = if flow == Flow::In { datagram::client(call, view) } else { None };
    let result = match (flow, &sender) {
        (Flow::Out, _) if asked >= LONG && count < asked => "a part of it".to_owned(),
        (Flow::Out, _) if asked >= LONG => "all of it".to_owned(),
        (_, Some(who)) => format!("{count} from {who}"),
        _ => count.to_string(),
    };
    Outcome { result, flow, data, task: None, subject: sender }
}

fn made(call: &Entered, result: i64, view: &mut View<'_>) -> Outcome {
    let flow = if call.shape == Shape::Accept { Flow::In } else { Flow::None };
    let descriptor = descriptor(result.cast_unsigned());
    plain(view.names.of(view.process, descriptor).unwrap_or_else(|| result.to_string()), flow)
}

fn task(result: i64) -> Outcome {
    let task = i32::try_from(result).ok().and_then(Pid::from_raw);
    Outcome { task, ..Outcome::default() }
}

/// Which child's end a wait has reported: wait4(2) returns it, waitid(2) writes it down.
fn ended(call: &Entered, result: i64, view: &View<'_>) -> Outcome {
    let child = match call.number {
        libc::SYS_wait4 => i32::try_from(result).unwrap_or(0),
        _ => {
            let field = view.memory.array::<4>(call.arguments[2] + 12, 1);
            field.first().map_or(0, |bytes| i32::from_ne_bytes(*bytes))
        }
    };
    Outcome { task: Pid::from_raw(child), result: "0".to_owned(), ..Outcome::default() }
}

/// An errno by its name.
pub(crate) fn error(result: i64) -> String {
    i32::try_from(-result)
        .map_or_else(|_| "?".to_owned(), |raw| format!("{:?}", Errno::from_raw(raw)))
}

/// A signal by its name.
pub(crate) fn signal(number: i64) -> String {
    let first = i64::from(libc::SIGRTMIN());
    let named =
        i32::try_from(number).ok().and_then(|raw| nix::sys::signal::Signal::try_from(raw).ok());
    match named {
        Some(signal) => signal.as_str().to_owned(),
        None if number == first => "SIGRTMIN".to_owned(),
        None => format!("SIGRTMIN+{}", number - first),
    }
}
