//! Which system calls a transcript shows, and what shape each has.
//!
//! The table is a list of what is let in: everything else a server does (memory, locks, clocks) is
//! noise to a reader of this book.

use std::time::Duration;

/// What a call's arguments mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Not shown.
    Hidden,
    /// Bytes into a buffer: descriptor, address, length.
    Read,
    /// Bytes out of a buffer: descriptor, address, length.
    Write,
    /// A new connection from a listener.
    Accept,
    /// The end of a descriptor.
    Close,
    /// The end of one direction or both.
    Shutdown,
    /// An array of descriptors to wait for.
    Poll,
    /// Three sets of descriptors to wait for.
    Select,
    /// One descriptor more or less to wait for.
    EpollControl,
    /// A wait for the descriptors registered before.
    EpollWait,
    /// Nothing but a new descriptor.
    Make,
    /// A descriptor's flags.
    Control,
    /// A descriptor's device; only FIONBIO is shown.
    Device,
    /// A while of doing nothing.
    Sleep,
    /// A new thread or process.
    Spawn,
    /// A wait for a child's end.
    Child,
    /// A wait for a signal.
    Signal,
    /// The submission of requests to a ring, and the wait for its completions.
    Ring,
    /// Memory; shown of a ring only, by what is in it.
    Map,
    /// The end of this thread.
    Exit,
    /// The way back from a signal's handler.
    Return,
}

impl Shape {
    /// Whether the call tells which descriptors are ready.
    pub(crate) fn reports(self) -> bool {
        matches!(self, Self::Poll | Self::Select | Self::EpollWait)
    }
}

/// A system call on its way: decoded at the entry, completed at the exit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entered {
    pub(crate) number: i64,
    pub(crate) arguments: [u64; 6],
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// The arguments in words.
    pub(crate) words: String,
    /// Who is behind its descriptor.
    pub(crate) subject: Option<String>,
    /// How many descriptors it hands over to be waited for.
    pub(crate) listed: usize,
    /// How long it waits at most, if it does not wait for ever.
    pub(crate) limit: Option<Duration>,
}

impl Entered {
    /// Whether a transcript has room for this call.
    pub(crate) fn is_shown(&self) -> bool {
        !matches!(self.shape, Shape::Hidden | Shape::Map | Shape::Return | Shape::Exit)
    }

    /// The descriptor that the call is about.
    pub(crate) fn descriptor(&self) -> i32 {
        descriptor(self.arguments[0])
    }

    /// Whether the kernel, having interrupted `self`, was made to start it again as `next`.
    pub(crate) fn is_resumed_by(&self, next: &Self) -> bool {
        next.number == libc::SYS_restart_syscall
            || (self.number == next.number && self.arguments == next.arguments)
    }
}

/// The descriptor in a register: the upper half means nothing.
pub(crate) fn descriptor(register: u64) -> i32 {
    let low = register.to_ne_bytes();
    if cfg!(target_endian = "little") {
        i32::from_ne_bytes([low[0], low[1], low[2], low[3]])
    } else {
        i32::from_ne_bytes([low[4], low[5], low[6], low[7]])
    }
}

/// Looks a call up by its number.
pub(crate) fn look_up(number: i64) -> (&'static str, Shape) {
    let row = EVERYWHERE.iter().chain(ONLY_HERE).find(|row| row.0 == number);
    row.map_or(("", Shape::Hidden), |&(_, name, shape)| (name, shape))
}

/// Whether a call is the task's own business: it neither waits nor wakes anybody.
pub(crate) fn is_harmless(number: i64) -> bool {
    HARMLESS.contains(&number)
}

const HARMLESS: &[i64] = &[
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_madvise,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_munmap,
    libc::SYS_prctl,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_sched_getaffinity,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
];

type Row = (i64, &'static str, Shape);

const EVERYWHERE: &[Row] = &[
    (libc::SYS_accept, "accept", Shape::Accept),
    (libc::SYS_accept4, "accept4", Shape::Accept),
    (libc::SYS_recvfrom, "recvfrom", Shape::Read),
    (libc::SYS_sendto, "sendto", Shape::Write),
    (libc::SYS_read, "read", Shape::Read),
    (libc::SYS_write, "write", Shape::Write),
    (libc::SYS_close, "close", Shape::Close),
    (libc::SYS_shutdown, "shutdown", Shape::Shutdown),
    (libc::SYS_ppoll, "poll", Shape::Poll),
    (libc::SYS_pselect6, "select", Shape::Select),
    (libc::SYS_epoll_create1, "epoll_create1", Shape::Make),
    (libc::SYS_epoll_ctl, "epoll_ctl", Shape::EpollControl),
    (libc::SYS_epoll_pwait, "epoll_wait", Shape::EpollWait),
    (libc::SYS_epoll_pwait2, "epoll_wait", Shape::EpollWait),
    (libc::SYS_eventfd2, "eventfd", Shape::Make),
    (libc::SYS_timerfd_create, "timerfd_create", Shape::Make),
    (libc::SYS_signalfd4, "signalfd", Shape::Make),
    (libc::SYS_fcntl, "fcntl", Shape::Control),
    (libc::SYS_ioctl, "ioctl", Shape::Device),
    (libc::SYS_nanosleep, "nanosleep", Shape::Sleep),
    (libc::SYS_clock_nanosleep, "clock_nanosleep", Shape::Sleep),
    (libc::SYS_clone, "clone", Shape::Spawn),
    (libc::SYS_clone3, "clone", Shape::Spawn),
    (libc::SYS_wait4, "wait4", Shape::Child),
    (libc::SYS_waitid, "waitid", Shape::Child),
    (libc::SYS_rt_sigtimedwait, "sigtimedwait", Shape::Signal),
    (libc::SYS_rt_sigreturn, "", Shape::Return),
    (libc::SYS_io_uring_setup, "io_uring_setup", Shape::Make),
    (libc::SYS_io_uring_enter, "io_uring_enter", Shape::Ring),
    (libc::SYS_io_uring_register, "io_uring_register", Shape::Map),
    (libc::SYS_mmap, "mmap", Shape::Map),
    (libc::SYS_exit, "exit", Shape::Exit),
    (libc::SYS_exit_group, "exit_group", Shape::Exit),
];

#[cfg(target_arch = "x86_64")]
const ONLY_HERE: &[Row] = &[
    (libc::SYS_poll, "poll", Shape::Poll),
    (libc::SYS_select, "select", Shape::Select),
    (libc::SYS_epoll_create, "epoll_create", Shape::Make),
    (libc::SYS_epoll_wait, "epoll_wait", Shape::EpollWait),
    (libc::SYS_fork, "fork", Shape::Spawn),
    (libc::SYS_vfork, "vfork", Shape::Spawn),
];

#[cfg(not(target_arch = "x86_64"))]
const ONLY_HERE: &[Row] = &[];
