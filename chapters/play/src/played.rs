//! What has come of a play.

use recording::{Aside, Event, Recording};
use tracer::{LeftWhole, tracefs::Unavailable};

use crate::trouble::Trouble;

/// A script that has been played, perhaps not to its end.
#[derive(Debug, Default)]
pub struct Played {
    /// What another program did before it listened. It need not be the same on every run; a server
    /// that this program knows has it at the beginning of its recording.
    pub before: Vec<Event>,
    /// What happened.
    pub recording: Recording,
    /// What was so on this run, for each event; nothing if the server was not traced.
    pub asides: Vec<Aside>,
    /// Why reads and writes that the fault was to cut were left whole, if any were.
    pub left_whole: Option<LeftWhole>,
    /// Where the kernel's tracepoints were to be listened to: in what they do not agree with the
    /// rows of the kernel, or why it was not possible.
    pub tracepoints: Option<Result<Vec<String>, Unavailable>>,
    /// Why it went no further.
    pub trouble: Option<Trouble>,
}
