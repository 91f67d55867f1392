//! What the clients of a step say, and how many requests are in it.

use show::Requests;
use socket_core::{frame::Parser, limits::Limits};

/// What the clients of a step say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Bytes; they come back.
    Echo,
    /// Lines; each is answered with its length.
    Lines,
    /// Datagrams (UDP); each comes back to its sender.
    Datagrams,
    /// The requests of the book's protocol.
    Resp,
    /// Something that only this step understands.
    Own,
}

impl Language {
    /// How its requests are told apart.
    #[must_use]
    pub const fn requests(self) -> Requests {
        match self {
            Self::Echo | Self::Lines | Self::Own => Requests::Bytes(lines),
            Self::Resp => Requests::Bytes(frames),
            Self::Datagrams => Requests::Messages,
        }
    }
}

fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

fn frames(mut bytes: &[u8]) -> usize {
    let (mut parser, mut count) = (Parser::default(), 0);
    while let Ok(Some(request)) = parser.parse(bytes, &Limits::default()) {
        bytes = &bytes[request.len..];
        count += 1;
    }
    count
}
