//! What a call asks of a socket beside bytes: an option of it, or a way that is not the usual one.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

/// An option that says whether bytes are copied, or how they are cut; no other is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "json",
    derive(Serialize, Deserialize),
    serde(rename_all = "SCREAMING_SNAKE_CASE")
)]
#[expect(missing_docs, reason = "socket(7) and tcp(7) have them under these names")]
pub enum SocketOption {
    SoZerocopy,
    TcpMaxseg,
    /// No option, in truth: it maps what has arrived into memory.
    TcpZerocopyReceive,
}

/// A flag of a send or a receive that changes whose memory it is about; no other is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "json",
    derive(Serialize, Deserialize),
    serde(rename_all = "SCREAMING_SNAKE_CASE")
)]
pub enum MessageFlag {
    /// The kernel may send out of the caller's memory, and says later when it is done with it.
    MsgZerocopy,
    /// Not bytes are asked for, but what the kernel has to say of earlier sends.
    MsgErrqueue,
}
