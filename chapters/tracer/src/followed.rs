//! What came of it: all that is known of a server once it has been followed to its end.

use recording::{Aside, Event, Frame, Task};

use crate::{inject::LeftWhole, tracefs::Unavailable};

/// What a server did, from the first act to its end.
#[derive(Debug)]
pub struct Followed {
    /// Its threads and processes in the order of their birth.
    pub tasks: Vec<Task>,
    /// What the program calls them, as in a recording.
    pub names: Vec<Option<String>>,
    /// What they did, and what was told of the clients.
    pub events: Vec<Event>,
    /// What was so on this run, for each event.
    pub asides: Vec<Aside>,
    /// The stacks of their calls, if lines were asked for.
    pub chains: Vec<Vec<Frame>>,
    /// Why calls that the fault was to cut were left whole, if any were.
    pub left_whole: Option<LeftWhole>,
    /// Where the kernel's tracepoints were to be listened to: in what they do not agree with the
    /// rows of the kernel, or why it was not possible.
    pub tracepoints: Option<Result<Vec<String>, Unavailable>>,
}
