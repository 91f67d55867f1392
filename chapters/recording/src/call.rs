//! A system call of the server.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

use crate::{Half, Kind, Limit, MessageFlag, Operation, Outcome, Subject};

/// A system call: what a task asked of the kernel, and what came of it.
///
/// It is told when it has returned. If the task went to sleep in it, it is told at that moment as
/// well, with [`Outcome::Waits`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize))]
pub struct Call {
    /// The index of the task that made it.
    pub by: usize,
    /// Which call.
    pub kind: Kind,
    /// Who or what is behind the descriptor that it was given.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub subject: Option<Subject>,
    /// Whom a datagram is from, or for: it came through a socket for all.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub peer: Option<Subject>,
    /// Whether it sends or receives in a way that is not the usual one.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub flag: Option<MessageFlag>,
    /// How long it waits at most.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<Limit>,
    /// What came of it.
    pub outcome: Outcome,
    /// The bytes that went; of many, the first ones.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty", with = "crate::fields")
    )]
    pub bytes: Vec<u8>,
    /// Calls of a busy loop's round that came before this one in vain, as in the round before, and
    /// are not recorded.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "crate::fields::is_none"))]
    pub skipped: usize,
    /// Which of the recording's [chains](crate::Recording::chains) made it, if that was recorded.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub frames: Option<usize>,
}

impl Call {
    /// A call that waits for ever, and of which nothing has come yet.
    #[must_use]
    pub const fn new(by: usize, kind: Kind) -> Self {
        let (subject, peer, flag, limit, outcome) = (None, None, None, None, Outcome::Waits);
        Self {
            by,
            kind,
            subject,
            peer,
            flag,
            limit,
            outcome,
            bytes: Vec::new(),
            skipped: 0,
            frames: None,
        }
    }

    /// It is about this descriptor.
    #[must_use]
    pub fn on(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// This came of it.
    #[must_use]
    pub fn came_to(self, outcome: Outcome) -> Self {
        Self { outcome, ..self }
    }

    /// It moved these bytes.
    #[must_use]
    pub fn with(self, bytes: Vec<u8>) -> Self {
        Self { bytes, ..self }
    }

    /// Whom it is about: of a datagram the client, of a splice(2) to a client that one, else whoever
    /// is behind the descriptor. What cancels another request is about nobody.
    #[must_use]
    pub const fn about(&self) -> Option<Subject> {
        match (&self.kind, self.peer) {
            (Kind::Completion { cancels: Some(_), .. }, _) => None,
            (Kind::Splice { to }, _) if to.is_client() => Some(*to),
            (_, None) => self.subject,
            (_, peer) => peer,
        }
    }

    /// Whether it has returned.
    #[must_use]
    pub fn has_returned(&self) -> bool {
        self.outcome != Outcome::Waits
    }

    /// Whether it is no call but what a ring reports of one that the kernel has made.
    #[must_use]
    pub const fn is_completion(&self) -> bool {
        matches!(self.kind, Kind::Completion { .. })
    }

    /// What it means to the client that it is about.
    #[must_use]
    pub const fn flow(&self) -> Flow {
        use Kind::{Accept, Accept4, EpollWait, IoUringEnter, Poll, Select, Sigtimedwait};
        if !self.outcome.is_success() {
            return Flow::None;
        }
        match &self.kind {
            kind if kind.takes() => Flow::In,
            kind if kind.gives() => Flow::Out,
            Accept | Accept4 | EpollWait | IoUringEnter(_) | Poll(_) | Select(_) | Sigtimedwait => {
                Flow::In
            }
            Kind::Splice { to } if to.is_client() => Flow::Out,
            Kind::Splice { .. } => Flow::In,
            Kind::Close | Kind::Shutdown(Half::Write | Half::Both) => Flow::End,
            Kind::Completion { operation, .. } => operation.flow(),
            _ => Flow::None,
        }
    }
}

/// What a call means to the client whose descriptor it is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flow {
    /// Nothing.
    #[default]
    None,
    /// Bytes, a connection or its end came in, or news of them.
    In,
    /// Bytes went out.
    Out,
    /// The server ended the connection, or its half of it.
    End,
}

impl Operation {
    /// What its completion means to the client that it is about.
    const fn flow(self) -> Flow {
        match self {
            Self::Accept | Self::AcceptMultishot => Flow::In,
            Self::Read | Self::Recv | Self::RecvMultishot => Flow::In,
            Self::Send | Self::SendZc | Self::Write => Flow::Out,
            Self::Close | Self::Shutdown => Flow::End,
            _ => Flow::None,
        }
    }

    /// Whether its result is a count of bytes, which are at the address that it was given.
    #[must_use]
    pub const fn moves_bytes(self) -> bool {
        use Operation::{Read, Recv, RecvMultishot, Send, SendZc, Write};
        matches!(self, Read | Recv | RecvMultishot | Send | SendZc | Write)
    }
}
