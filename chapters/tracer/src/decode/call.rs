//! Which system calls a transcript shows, and what shape each has.
//!
//! The table is a list of what is let in: everything else a server does (memory, locks, clocks) is
//! noise to a reader of this book.

use std::time::Duration;

use recording::{Call, Change, Control, Half, Kind, Readiness, SocketOption, Subject, Whose};

/// What a call's arguments mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Not shown.
    Hidden,
    /// Bytes into memory: see [`pieces`](crate::decode::pieces).
    Read,
    /// Bytes out of memory.
    Write,
    /// Bytes from one descriptor to another, which no memory of the task's holds.
    Move,
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
    /// A descriptor's device; only FIONBIO and FIONREAD are shown.
    Device,
    /// An option of a socket; only those about copies are shown.
    Option,
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
    pub(crate) shape: Shape,
    /// What the recording says of it, if it has room for this call.
    pub(crate) told: Option<Call>,
    /// How long it waits at most, if it does not wait for ever.
    pub(crate) limit: Option<Duration>,
}

impl Entered {
    /// Whether the recording has room for this call.
    pub(crate) fn is_shown(&self) -> bool {
        self.told.is_some()
    }

    /// Which call it is, if it is shown.
    pub(crate) fn kind(&self) -> Option<&Kind> {
        self.told.as_ref().map(|told| &told.kind)
    }

    /// Whom it is about, if that is known already.
    pub(crate) fn about(&self) -> Option<Subject> {
        self.told.as_ref().and_then(Call::about)
    }

    /// The descriptor that the call is about.
    pub(crate) fn descriptor(&self) -> i32 {
        descriptor(self.arguments[0])
    }

    /// All descriptors that bytes come from or go to.
    pub(crate) fn descriptors(&self) -> Vec<i32> {
        let other = match self.number {
            libc::SYS_splice => Some(2),
            libc::SYS_tee => Some(1),
            _ => None,
        };
        [Some(0), other].into_iter().flatten().map(|at| descriptor(self.arguments[at])).collect()
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
pub(crate) fn look_up(number: i64) -> (Shape, Option<Kind>) {
    let row = EVERYWHERE.iter().chain(ONLY_HERE).find(|row| row.0 == number);
    row.map_or((Shape::Hidden, None), |(_, shape, kind)| (*shape, kind.clone()))
}

/// Whether a call is the task's own business: it neither waits nor wakes anybody.
pub(crate) fn is_harmless(number: i64) -> bool {
    HARMLESS.contains(&number)
}

const HARMLESS: &[i64] = &[
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_fstat,
    libc::SYS_getcwd,
    libc::SYS_getegid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_getuid,
    libc::SYS_lseek,
    libc::SYS_madvise,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_munmap,
    libc::SYS_newfstatat,
    libc::SYS_prctl,
    libc::SYS_prlimit64,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_sched_getaffinity,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
    libc::SYS_uname,
];

/// What epoll_ctl(2) is before its arguments are read.
const REGISTER: Kind = Kind::EpollCtl { change: Change::Add, events: Readiness::NONE };

/// A number, a shape, and for a call that is shown its kind: arguments are filled in later.
type Row = (i64, Shape, Option<Kind>);

const EVERYWHERE: &[Row] = &[
    (libc::SYS_accept, Shape::Accept, Some(Kind::Accept)),
    (libc::SYS_accept4, Shape::Accept, Some(Kind::Accept4)),
    (libc::SYS_recvfrom, Shape::Read, Some(Kind::Recvfrom)),
    (libc::SYS_sendto, Shape::Write, Some(Kind::Sendto)),
    (libc::SYS_read, Shape::Read, Some(Kind::Read)),
    (libc::SYS_write, Shape::Write, Some(Kind::Write)),
    (libc::SYS_readv, Shape::Read, Some(Kind::Readv)),
    (libc::SYS_writev, Shape::Write, Some(Kind::Writev)),
    (libc::SYS_pread64, Shape::Read, Some(Kind::Pread64)),
    (libc::SYS_pwrite64, Shape::Write, Some(Kind::Pwrite64)),
    (libc::SYS_preadv2, Shape::Read, Some(Kind::Preadv2)),
    (libc::SYS_pwritev2, Shape::Write, Some(Kind::Pwritev2)),
    (libc::SYS_recvmsg, Shape::Read, Some(Kind::Recvmsg)),
    (libc::SYS_sendmsg, Shape::Write, Some(Kind::Sendmsg)),
    (libc::SYS_recvmmsg, Shape::Read, Some(Kind::Recvmmsg)),
    (libc::SYS_sendmmsg, Shape::Write, Some(Kind::Sendmmsg)),
    (libc::SYS_sendfile, Shape::Move, Some(Kind::Sendfile { from: Subject::File })),
    (libc::SYS_splice, Shape::Move, Some(Kind::Splice { to: Subject::File })),
    (libc::SYS_tee, Shape::Move, Some(Kind::Tee { to: Subject::File })),
    (libc::SYS_vmsplice, Shape::Write, Some(Kind::Vmsplice)),
    (libc::SYS_close, Shape::Close, Some(Kind::Close)),
    (libc::SYS_shutdown, Shape::Shutdown, Some(Kind::Shutdown(Half::Both))),
    (libc::SYS_ppoll, Shape::Poll, Some(Kind::Poll(Vec::new()))),
    (libc::SYS_pselect6, Shape::Select, Some(Kind::Select(Vec::new()))),
    (libc::SYS_epoll_create1, Shape::Make, Some(Kind::EpollCreate1)),
    (libc::SYS_epoll_ctl, Shape::EpollControl, Some(REGISTER)),
    (libc::SYS_epoll_pwait, Shape::EpollWait, Some(Kind::EpollWait)),
    (libc::SYS_epoll_pwait2, Shape::EpollWait, Some(Kind::EpollWait)),
    (libc::SYS_eventfd2, Shape::Make, Some(Kind::Eventfd)),
    (libc::SYS_timerfd_create, Shape::Make, Some(Kind::TimerfdCreate)),
    (libc::SYS_signalfd4, Shape::Make, Some(Kind::Signalfd)),
    (libc::SYS_fcntl, Shape::Control, Some(Kind::Fcntl(Control::ONonblock))),
    (libc::SYS_ioctl, Shape::Device, Some(Kind::Ioctl(Control::Fionbio))),
    (libc::SYS_getsockopt, Shape::Option, Some(Kind::Getsockopt(SocketOption::SoZerocopy))),
    (libc::SYS_setsockopt, Shape::Option, Some(Kind::Setsockopt(SocketOption::SoZerocopy))),
    (libc::SYS_nanosleep, Shape::Sleep, Some(Kind::Nanosleep)),
    (libc::SYS_clock_nanosleep, Shape::Sleep, Some(Kind::ClockNanosleep)),
    (libc::SYS_clone, Shape::Spawn, Some(Kind::Clone)),
    (libc::SYS_clone3, Shape::Spawn, Some(Kind::Clone)),
    (libc::SYS_wait4, Shape::Child, Some(Kind::Wait4(Whose::Any))),
    (libc::SYS_waitid, Shape::Child, Some(Kind::Waitid(Whose::Any))),
    (libc::SYS_rt_sigtimedwait, Shape::Signal, Some(Kind::Sigtimedwait)),
    (libc::SYS_rt_sigreturn, Shape::Return, None),
    (libc::SYS_io_uring_setup, Shape::Make, Some(Kind::IoUringSetup)),
    (libc::SYS_io_uring_enter, Shape::Ring, Some(Kind::IoUringEnter(Vec::new()))),
    (libc::SYS_io_uring_register, Shape::Map, None),
    (libc::SYS_mmap, Shape::Map, None),
    (libc::SYS_exit, Shape::Exit, None),
    (libc::SYS_exit_group, Shape::Exit, None),
];

#[cfg(target_arch = "x86_64")]
const ONLY_HERE: &[Row] = &[
    (libc::SYS_poll, Shape::Poll, Some(Kind::Poll(Vec::new()))),
    (libc::SYS_select, Shape::Select, Some(Kind::Select(Vec::new()))),
    (libc::SYS_epoll_create, Shape::Make, Some(Kind::EpollCreate)),
    (libc::SYS_epoll_wait, Shape::EpollWait, Some(Kind::EpollWait)),
    (libc::SYS_fork, Shape::Spawn, Some(Kind::Fork)),
    (libc::SYS_vfork, Shape::Spawn, Some(Kind::Vfork)),
];

#[cfg(not(target_arch = "x86_64"))]
const ONLY_HERE: &[Row] = &[];
