//! What a kernel may do to a server at any time, done on purpose: each is honest, if rare.

use std::fmt;

use recording::Errno;

/// One thing to try a server with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fault {
    /// Leave it alone.
    #[default]
    None,
    /// Every read and write moves one byte.
    OneByte,
    /// Every write moves one byte.
    ShortSends,
    /// It may open so many descriptors, and then no more (EMFILE).
    Descriptors(usize),
    /// The kernel's buffers between it and its clients are small.
    SmallBuffers,
    /// No signal finds room in its queue (RLIMIT_SIGPENDING).
    FullQueue,
    /// The `nth` call (from 0) that may fail with this errno does.
    Fail {
        /// How many such calls succeed before.
        nth: usize,
        /// The error's number.
        errno: i32,
    },
    /// The `nth` request of a ring (from 0) that is about a descriptor completes with this errno, and
    /// nothing has come of it.
    Refuse {
        /// How many such requests are left alone before.
        nth: usize,
        /// The error's number.
        errno: i32,
    },
}

impl Fault {
    /// The faults that take no number, and their names on a command line.
    pub const NAMED: [(&str, Self); 4] = [
        ("one-byte", Self::OneByte),
        ("short-sends", Self::ShortSends),
        ("small-buffers", Self::SmallBuffers),
        ("full-queue", Self::FullQueue),
    ];

    /// The error with which a call, or a request, is made to fail.
    #[must_use]
    pub const fn errno(self) -> Option<i32> {
        match self {
            Self::Fail { errno, .. } | Self::Refuse { errno, .. } => Some(errno),
            _ => None,
        }
    }

    /// The size of the kernel's buffers, if it is not left to the kernel.
    #[must_use]
    pub fn buffers(self) -> Option<usize> {
        (self == Self::SmallBuffers).then_some(16 << 10)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => write!(out, "no fault"),
            Self::OneByte => write!(out, "one byte at a time"),
            Self::ShortSends => write!(out, "one byte a write"),
            Self::SmallBuffers => write!(out, "small buffers"),
            Self::Descriptors(more) => write!(out, "{more} descriptors"),
            Self::FullQueue => write!(out, "no room for signals"),
            Self::Fail { nth, errno } => write!(out, "{} at call {}", Errno(*errno), nth + 1),
            Self::Refuse { nth, errno } => {
                write!(out, "{} of request {}", Errno(*errno), nth + 1)
            }
        }
    }
}
