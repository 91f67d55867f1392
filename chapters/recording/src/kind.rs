//! Which system call, with what of its arguments tells something.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

use crate::{Half, Interest, Operation, Readiness, SocketOption, Subject, Submission, Whose};

/// A system call by its name in section 2 of the manual, or what a ring has completed.
///
/// The descriptor that a call is about, and how long it may wait, stand in
/// [`Call`](crate::Call): they are the same question for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
#[expect(missing_docs, reason = "the manual has them under these names")]
pub enum Kind {
    Accept,
    Accept4,
    ClockNanosleep,
    /// A new thread, by clone(2) or clone3(2).
    Clone,
    Close,
    /// A completion that a ring reports: no call, but what one would have returned.
    Completion {
        /// What was asked.
        operation: Operation,
        /// For a cancellation: the operation that it cancels.
        #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
        cancels: Option<Operation>,
    },
    EpollCreate,
    EpollCreate1,
    /// The subject is the descriptor that is registered.
    EpollCtl {
        change: Change,
        events: Readiness,
    },
    /// All its forms: epoll_wait, epoll_pwait, epoll_pwait2.
    EpollWait,
    Eventfd,
    Fcntl(Control),
    /// A new process, by fork(2) or clone(2).
    Fork,
    /// FUTEX_WAKE of futex(2), where it hands a client to another thread: its outcome is who was woken.
    FutexWake,
    Getsockopt(SocketOption),
    Ioctl(Control),
    IoUringEnter(Vec<Submission>),
    IoUringSetup,
    Nanosleep,
    Poll(Vec<Interest>),
    Pread64,
    Preadv2,
    Pwrite64,
    Pwritev2,
    Read,
    Readv,
    Recvfrom,
    /// Its outcome counts the bytes of all its messages.
    Recvmmsg,
    Recvmsg,
    Select(Vec<Interest>),
    /// The subject is what is written to.
    Sendfile {
        /// What is read.
        from: Subject,
    },
    /// Its outcome counts the bytes of all its messages.
    Sendmmsg,
    Sendmsg,
    Sendto,
    Setsockopt(SocketOption),
    Shutdown(Half),
    Signalfd,
    Sigtimedwait,
    /// The subject is what is read.
    Splice {
        /// What is written to.
        to: Subject,
    },
    /// As splice(2), but what is read stays there.
    Tee {
        /// What is written to.
        to: Subject,
    },
    TimerfdCreate,
    Vfork,
    Vmsplice,
    Wait4(Whose),
    Waitid(Whose),
    Write,
    Writev,
}

/// What epoll_ctl(2) changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
#[expect(missing_docs, reason = "epoll_ctl(2) has them under these names")]
pub enum Change {
    Add,
    Modify,
    Delete,
}

/// What fcntl(2) or ioctl(2) changes about a descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "json",
    derive(Serialize, Deserialize),
    serde(rename_all = "SCREAMING_SNAKE_CASE")
)]
#[expect(missing_docs, reason = "fcntl(2) and ioctl(2) have them under these names")]
pub enum Control {
    OAsync,
    ONonblock,
    FDupfd,
    FSetown,
    FSetownEx,
    FSetsig,
    Fionbio,
    Fionread,
}

impl Kind {
    /// Its name in the manual, or in liburing.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Accept4 => "accept4",
            Self::ClockNanosleep => "clock_nanosleep",
            Self::Clone => "clone",
            Self::Close => "close",
            Self::Completion { operation, .. } => operation.name(),
            Self::EpollCreate => "epoll_create",
            Self::EpollCreate1 => "epoll_create1",
            Self::EpollCtl { .. } => "epoll_ctl",
            Self::EpollWait => "epoll_wait",
            Self::Eventfd => "eventfd",
            Self::Fcntl(_) => "fcntl",
            Self::Fork => "fork",
            Self::FutexWake => "futex",
            Self::Getsockopt(_) => "getsockopt",
            Self::Ioctl(_) => "ioctl",
            Self::IoUringEnter(_) => "io_uring_enter",
            Self::IoUringSetup => "io_uring_setup",
            Self::Nanosleep => "nanosleep",
            Self::Poll(_) => "poll",
            Self::Pread64 => "pread64",
            Self::Preadv2 => "preadv2",
            Self::Pwrite64 => "pwrite64",
            Self::Pwritev2 => "pwritev2",
            Self::Read => "read",
            Self::Readv => "readv",
            Self::Recvfrom => "recvfrom",
            Self::Recvmmsg => "recvmmsg",
            Self::Recvmsg => "recvmsg",
            Self::Select(_) => "select",
            Self::Sendfile { .. } => "sendfile",
            Self::Sendmmsg => "sendmmsg",
            Self::Sendmsg => "sendmsg",
            Self::Sendto => "sendto",
            Self::Setsockopt(_) => "setsockopt",
            Self::Shutdown(_) => "shutdown",
            Self::Signalfd => "signalfd",
            Self::Sigtimedwait => "sigtimedwait",
            Self::Splice { .. } => "splice",
            Self::Tee { .. } => "tee",
            Self::TimerfdCreate => "timerfd_create",
            Self::Vfork => "vfork",
            Self::Vmsplice => "vmsplice",
            Self::Wait4(_) => "wait4",
            Self::Waitid(_) => "waitid",
            Self::Write => "write",
            Self::Writev => "writev",
        }
    }

    /// How many descriptors it hands to the kernel to be waited for.
    #[must_use]
    pub const fn listed(&self) -> usize {
        match self {
            Self::Poll(list) | Self::Select(list) => list.len(),
            Self::EpollCtl { .. } => 1,
            _ => 0,
        }
    }

    /// Whether it only lets time pass.
    #[must_use]
    pub const fn is_pause(&self) -> bool {
        matches!(self, Self::Nanosleep | Self::ClockNanosleep)
    }

    /// Whether it waits for the end of a child.
    #[must_use]
    pub const fn waits_for_child(&self) -> bool {
        matches!(self, Self::Wait4(_) | Self::Waitid(_))
    }

    /// Whether it moves a connection's bytes, or the connection itself: its descriptor is a socket,
    /// or takes a socket's place.
    #[must_use]
    pub const fn is_of_connection(&self) -> bool {
        matches!(self, Self::Accept | Self::Accept4) || self.takes() || self.gives()
    }

    /// Whether it takes bytes out of what is behind its descriptor, and into memory.
    #[must_use]
    pub const fn takes(&self) -> bool {
        use Kind::{Pread64, Preadv2, Read, Readv, Recvfrom, Recvmmsg, Recvmsg};
        matches!(self, Pread64 | Preadv2 | Read | Readv | Recvfrom | Recvmmsg | Recvmsg)
    }

    /// Whether it gives bytes to what is behind its descriptor.
    #[must_use]
    pub const fn gives(&self) -> bool {
        use Kind::{
            Pwrite64, Pwritev2, Sendfile, Sendmmsg, Sendmsg, Sendto, Vmsplice, Write, Writev,
        };
        matches!(
            self,
            Pwrite64
                | Pwritev2
                | Sendfile { .. }
                | Sendmmsg
                | Sendmsg
                | Sendto
                | Vmsplice
                | Write
                | Writev
        )
    }
}
