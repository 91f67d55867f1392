//! The kernel's stops, one at a time: where a traced task halts, and how it goes on.
//!
//! It has unsafe blocks: `nix` has no name for real-time signals, so handing one on takes ptrace(2)
//! itself, and nobody has a name for tgkill(2).
#![expect(unsafe_code, reason = "ptrace(2) and tgkill(2) hand on signals, which nix cannot name")]

use std::{
    io,
    ptr::{null_mut, without_provenance_mut},
};

use nix::{
    sys::ptrace::{Options, getevent, getsiginfo, setoptions, setsiginfo},
    unistd::Pid as NixPid,
};
use rustix::{
    io::Errno,
    process::{Pid, WaitOptions, WaitStatus, wait},
};

/// Why a task halted, or how it ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stop {
    /// At the door of a system call, going in or coming out.
    Call,
    /// It has made another task, which starts with a stop of its own.
    Born(Pid),
    /// It has become another program; it was the thread with this number, which may have been
    /// another than the first one of its process.
    Exec(Pid),
    /// This signal is about to be delivered.
    Signal(i32),
    /// This signal has stopped it, and all threads of its process, until SIGCONT.
    Stopped(i32),
    /// It has halted because its tracer wants it to: it is new, or goes on after SIGCONT.
    Trap,
    /// It has exited with this status.
    Exited(i32),
    /// This signal has killed it.
    Killed(i32),
}

impl Stop {
    /// The task that came to this stop of `task`: execve(2) gives its thread the first one's number.
    pub(crate) fn author(self, task: Pid) -> Pid {
        if let Self::Exec(former) = self { former } else { task }
    }
}

/// waitpid(2) flags that rustix has no names for: threads as well as processes, and only those
/// that this thread traces, so that several directors can run in one process.
const ALL_OF_MINE: u32 = (libc::__WALL | libc::__WNOTHREAD).cast_unsigned();

/// Marks a stop at a system call, which would look like SIGTRAP without it.
const CALL_STOP: i32 = libc::SIGTRAP | 0x80;

/// Returns the next stop of any task that this thread traces; `None` while there is none.
pub(crate) fn next() -> io::Result<Option<(Pid, Stop)>> {
    let options = WaitOptions::NOHANG | WaitOptions::from_bits_retain(ALL_OF_MINE);
    match wait(options) {
        Ok(Some((task, status))) => Ok(read(task, status)?.map(|stop| (task, stop))),
        Ok(None) | Err(Errno::CHILD) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn read(task: Pid, status: WaitStatus) -> io::Result<Option<Stop>> {
    let event = status.as_raw() >> 16;
    Ok(match (status.stopping_signal(), event) {
        (None, _) => ending(status),
        (Some(CALL_STOP), _) => Some(Stop::Call),
        (Some(_), libc::PTRACE_EVENT_EXEC) => Some(Stop::Exec(other(task)?)),
        (Some(signal), 0) if has_stopped(task, signal) => Some(Stop::Stopped(signal)),
        (Some(libc::SIGTRAP), libc::PTRACE_EVENT_STOP) => Some(Stop::Trap),
        (Some(signal), libc::PTRACE_EVENT_STOP) => Some(Stop::Stopped(signal)),
        (Some(signal), 0) => Some(Stop::Signal(signal)),
        (Some(_), _) => Some(Stop::Born(other(task)?)),
    })
}

fn ending(status: WaitStatus) -> Option<Stop> {
    let killed = status.terminating_signal().map(Stop::Killed);
    status.exit_status().map(Stop::Exited).or(killed)
}

/// Whether a signal has stopped the task already, and is not only about to: then there is nothing
/// to be told of it (ptrace(2), "Group-stop").
fn has_stopped(task: Pid, signal: i32) -> bool {
    let stops = [libc::SIGSTOP, libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU];
    stops.contains(&signal) && getsiginfo(nix_pid(task)) == Err(nix::errno::Errno::EINVAL)
}

/// What the kernel says of the signal that is about to be delivered to a task.
pub(crate) fn news(task: Pid) -> io::Result<libc::siginfo_t> {
    Ok(getsiginfo(nix_pid(task))?)
}

/// Where it comes from: the number of a process, or of a timer if one went off.
pub(crate) fn origin(news: &libc::siginfo_t) -> i32 {
    // SAFETY: the kernel has filled all of it, and this is a number in each of its forms.
    unsafe { news.si_pid() }
}

/// Says something else of it to the task.
pub(crate) fn say(task: Pid, news: &libc::siginfo_t) -> io::Result<()> {
    Ok(setsiginfo(nix_pid(task), news)?)
}

/// Sends a signal to one thread of a process.
pub(crate) fn send(process: Pid, thread: Pid, signal: i32) -> io::Result<()> {
    let [process, thread] = [process, thread].map(|of| of.as_raw_nonzero().get());
    // SAFETY: tgkill(2) takes three numbers.
    let answer = unsafe { libc::tgkill(process, thread, signal) };
    killed_is_fine(if answer == -1 { Err(io::Error::last_os_error()) } else { Ok(()) })
}

/// The other task that a stop is about: the new one, or the one that a program has replaced.
fn other(task: Pid) -> io::Result<Pid> {
    let message = getevent(nix_pid(task))?;
    let raw = i32::try_from(message).ok().and_then(Pid::from_raw);
    raw.ok_or_else(|| io::Error::other("ptrace(2) told of a task without a number"))
}

/// Asks for every stop of a newly traced process and of all that it will start, and for their
/// death with this thread's.
pub(crate) fn follow(task: Pid) -> io::Result<()> {
    Ok(setoptions(nix_pid(task), every_stop() | Options::PTRACE_O_EXITKILL)?)
}

/// Follows a task that has not asked for it, without halting it; `more` is asked for beside every
/// stop of it and of all that it will start.
pub(crate) fn seize(task: Pid, more: Options) -> nix::Result<()> {
    nix::sys::ptrace::seize(nix_pid(task), every_stop() | more)
}

/// Halts a task that is followed. What it sleeps in begins again when it goes on.
pub(crate) fn halt(task: Pid) -> io::Result<()> {
    killed_is_fine(nix::sys::ptrace::interrupt(nix_pid(task)).map_err(Into::into))
}

fn every_stop() -> Options {
    Options::PTRACE_O_TRACESYSGOOD
        | Options::PTRACE_O_TRACECLONE
        | Options::PTRACE_O_TRACEFORK
        | Options::PTRACE_O_TRACEVFORK
        | Options::PTRACE_O_TRACEEXEC
}

/// Lets a halted task go on to its next stop, and delivers `signal` (0 for none) to it.
///
/// A task that was killed in the meantime is no error: its end is the next thing to be told.
pub(crate) fn resume(task: Pid, signal: i32) -> io::Result<()> {
    request(libc::PTRACE_SYSCALL, task, signal)
}

/// Leaves a task stopped that a signal has stopped, until SIGCONT comes.
pub(crate) fn leave_stopped(task: Pid) -> io::Result<()> {
    request(libc::PTRACE_LISTEN, task, 0)
}

/// Lets a halted task go on, and follows it no more.
pub(crate) fn let_go(task: Pid, signal: i32) -> io::Result<()> {
    request(libc::PTRACE_DETACH, task, signal)
}

fn request(which: libc::c_uint, task: Pid, number: i32) -> io::Result<()> {
    let number = without_provenance_mut::<u8>(number.unsigned_abs() as usize);
    // SAFETY: each of these requests takes its fourth argument as a number and touches no memory
    // of ours.
    let answer =
        unsafe { libc::ptrace(which, task.as_raw_nonzero().get(), null_mut::<u8>(), number) };
    killed_is_fine(if answer == -1 { Err(io::Error::last_os_error()) } else { Ok(()) })
}

fn killed_is_fine(answer: io::Result<()>) -> io::Result<()> {
    answer.or_else(
        |error| if error.raw_os_error() == Some(libc::ESRCH) { Ok(()) } else { Err(error) },
    )
}

/// The same process number in the other crate's type.
pub(crate) fn nix_pid(task: Pid) -> NixPid {
    NixPid::from_raw(task.as_raw_nonzero().get())
}
