//! What can go wrong while a script is played, each in one sentence.

use std::{error, fmt, io};

use show::UNTRACED;

/// Why a script could not be played to its end.
#[derive(Debug)]
pub enum Trouble {
    /// A system call of the director's own failed, or the server never came to rest.
    Failed(io::Error),
    /// The server's first process has ended.
    Ended(String),
    /// The kernel does not let the server be traced, and without that the play makes no sense.
    NoTracing,
    /// The program did not listen where it was told to.
    Deaf,
    /// A client heard something else than the script says, or nothing in time.
    Unheard {
        /// The client.
        who: &'static str,
        /// What the script says.
        expected: String,
        /// What came.
        heard: String,
    },
    /// The server ended a client's connection before its time.
    Cut {
        /// The client.
        who: &'static str,
        /// What the script says.
        expected: String,
        /// How it ended: `the end of the connection` or `a reset`.
        how: &'static str,
    },
    /// The program that is a client has failed.
    Program {
        /// The client.
        who: &'static str,
        /// How it ended, and what it says.
        why: String,
        /// Whether the server had ended its connection before its time.
        was_cut: bool,
    },
    /// The script lets a client act that is not connected.
    Absent(&'static str),
}

/// How a server is told where to listen.
const WHERE: &str = "at what stands for {port}, {host} or {address} in its arguments, or at \
    LISTEN_ADDRESS in its environment";

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => write!(out, "The scene could not go on: {error}."),
            Self::Ended(how) => write!(out, "The server {how} in the middle of the scene."),
            Self::NoTracing => write!(out, "{UNTRACED}"),
            Self::Deaf => {
                write!(out, "The server does not listen where it is told to: {WHERE}.")
            }
            Self::Unheard { who, expected, heard } => {
                write!(out, "{who} should have heard {expected}, but heard {heard}.")
            }
            Self::Cut { who, expected, how } => {
                write!(out, "{who} should have heard {expected}, but got {how}.")
            }
            Self::Program { who, why, .. } => {
                write!(out, "The scene could not go on: {who}'s {why}.")
            }
            Self::Absent(who) => write!(out, "The script lets {who} act without a connection."),
        }
    }
}

impl error::Error for Trouble {}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<rustix::io::Errno> for Trouble {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Failed(error.into())
    }
}
