//! What came of a call.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

use crate::{Errno, Interest, Signal, Subject};

/// What a call returned; where that is a number, as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// Nothing yet: the task has gone to sleep in it.
    #[default]
    Waits,
    /// A number that is no count of bytes: 0 for "done", or how many requests a ring took.
    Number(usize),
    /// So many bytes were moved.
    Bytes(usize),
    /// A part of a long text was sent, as much as there was room for. How much that is differs
    /// from run to run: see [`Aside::moved`](crate::Aside::moved).
    Part,
    /// A long text, or what was left of it, was sent whole.
    Whole,
    /// The kernel is done with the memory of an earlier send.
    Released {
        /// Whether it has made a copy after all.
        copied: bool,
    },
    /// Bytes were mapped into memory, and so many are left that can't be.
    Mapped {
        /// How many are there without a copy.
        bytes: usize,
        /// How many have to be received as usual.
        left: usize,
    },
    /// A new descriptor.
    Made(Subject),
    /// The descriptors that are ready; none if the time was up first.
    Ready(Vec<Interest>),
    /// A signal was taken, and perhaps it tells of a descriptor.
    Signal {
        /// Which.
        signal: Signal,
        /// What it tells.
        #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
        about: Option<Interest>,
    },
    /// The task with this index was made, or has ended and was waited for.
    Task(usize),
    /// It failed.
    Failed(Errno),
}

impl Outcome {
    /// How many bytes were moved, if that is the same on every run.
    #[must_use]
    pub const fn bytes(&self) -> Option<usize> {
        if let Self::Bytes(count) = self { Some(*count) } else { None }
    }

    /// What was made.
    #[must_use]
    pub const fn made(&self) -> Option<Subject> {
        if let Self::Made(subject) = self { Some(*subject) } else { None }
    }

    /// The task that was made or waited for.
    #[must_use]
    pub const fn task(&self) -> Option<usize> {
        if let Self::Task(index) = self { Some(*index) } else { None }
    }

    /// The error's number, to be compared with those of `libc`.
    #[must_use]
    pub const fn errno(&self) -> Option<i32> {
        if let Self::Failed(errno) = self { Some(errno.0) } else { None }
    }

    /// Whether descriptors were asked for and none is ready.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        matches!(self, Self::Ready(ready) if ready.is_empty())
    }

    /// Whether the call has returned, and not with an error.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        !matches!(self, Self::Waits | Self::Failed(_))
    }
}
