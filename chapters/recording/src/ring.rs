//! What io_uring(7) is asked to do.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

use crate::Subject;

/// One entry of the submission queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize))]
pub struct Submission {
    /// What is asked.
    pub operation: Operation,
    /// For a cancellation: the operation that it cancels.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cancels: Option<Operation>,
    /// Who is behind the descriptor that it, or what it cancels, is about.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub subject: Option<Subject>,
    /// Whether the next one is only begun when this one is complete.
    #[cfg_attr(feature = "json", serde(default))]
    pub linked: bool,
}

/// What a ring can be asked for, by the names of liburing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
#[expect(missing_docs, reason = "io_uring_enter(2) has them under these names")]
pub enum Operation {
    Accept,
    AcceptMultishot,
    Cancel,
    Close,
    EpollCtl,
    LinkTimeout,
    Nop,
    PollAdd,
    PollRemove,
    ProvideBuffers,
    Read,
    Recv,
    RecvMultishot,
    Recvmsg,
    Send,
    /// Its second completion says that its memory is free again.
    SendZc,
    Sendmsg,
    Shutdown,
    Timeout,
    TimeoutRemove,
    Write,
    /// Any other.
    Request,
}

impl Operation {
    /// Its name in liburing.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::AcceptMultishot => "accept_multishot",
            Self::Cancel => "cancel",
            Self::Close => "close",
            Self::EpollCtl => "epoll_ctl",
            Self::LinkTimeout => "link_timeout",
            Self::Nop => "nop",
            Self::PollAdd => "poll_add",
            Self::PollRemove => "poll_remove",
            Self::ProvideBuffers => "provide_buffers",
            Self::Read => "read",
            Self::Recv => "recv",
            Self::RecvMultishot => "recv_multishot",
            Self::Recvmsg => "recvmsg",
            Self::Send => "send",
            Self::SendZc => "send_zc",
            Self::Sendmsg => "sendmsg",
            Self::Shutdown => "shutdown",
            Self::Timeout => "timeout",
            Self::TimeoutRemove => "timeout_remove",
            Self::Write => "write",
            Self::Request => "request",
        }
    }
}
