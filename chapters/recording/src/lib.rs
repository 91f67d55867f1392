//! What happened, in order: the clients' deeds and the server's system calls, as data.
//!
//! ```
//! use recording::{Call, Deed, Event, Kind, Outcome, Recording, Subject};
//!
//! let receive = Call::new(0, Kind::Recvfrom).on(Subject::Client(0));
//! let recording = Recording {
//!     cast: vec!["alice".to_owned()],
//!     events: vec![
//!         Event::Call(receive.clone()),
//!         Event::Client { who: 0, deed: Deed::Sends(b"hello\n".to_vec()) },
//!         Event::Call(receive.came_to(Outcome::Bytes(6)).with(b"hello\n".to_vec())),
//!     ],
//!     ..Recording::default()
//! };
//! assert_eq!(recording.returned().count(), 1);
//! ```
//!
//! Nothing in a [`Recording`] depends on the machine or the hour: no times, ports, process numbers
//! or descriptor numbers. What differs from run to run stands beside it, in an [`Aside`] for each
//! event. A recording holds no sentence: to say it in English is the business of the package that
//! shows it. It knows no other package: neither the one that records, nor the one that shows.
//!
//! With the feature `json` a recording can be written as JSON and read again, by serde (`json`).

mod aside;
mod asked;
mod call;
mod event;
#[cfg(feature = "json")]
mod fields;
mod frame;
mod how;
mod interest;
#[cfg(feature = "json")]
pub mod json;
mod kind;
mod moment;
mod outcome;
mod ring;
mod socket;
mod subject;
mod symbols;

pub use aside::Aside;
pub use asked::{Half, Whose};
pub use call::{Call, Flow};
pub use event::{Deed, End, Event, Task};
pub use frame::{Frame, Place};
pub use how::How;
pub use interest::{Flag, Interest, Limit, Readiness};
pub use kind::{Change, Control, Kind};
pub use moment::{Arrival, Context, Moment};
pub use outcome::Outcome;
pub use ring::{Operation, Submission};
pub use socket::{MessageFlag, SocketOption};
pub use subject::Subject;
pub use symbols::{Errno, Signal};

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

/// One scene, from the server's start to the last act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize))]
pub struct Recording {
    /// Whether the server's calls could be seen at all.
    pub traced: bool,
    /// The clients in the order of their entrance.
    pub cast: Vec<String>,
    /// The server's threads and processes in the order of their birth.
    pub tasks: Vec<Task>,
    /// What the program calls them, where it has given a name of its own to one; tasks after the last
    /// that has a name are not in this list.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub names: Vec<Option<String>>,
    /// What they did.
    pub events: Vec<Event>,
    /// The lines of code that its calls were made from, where that was recorded: of each the
    /// functions that were at work, the innermost first.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub chains: Vec<Vec<Frame>>,
}

impl Recording {
    /// The calls that have returned, in order.
    pub fn returned(&self) -> impl Iterator<Item = &Call> {
        self.events.iter().filter_map(Event::returned)
    }

    /// The functions that made a call, the innermost first, as far as they were recorded.
    #[must_use]
    pub fn frames(&self, call: &Call) -> &[Frame] {
        let chain = call.frames.and_then(|index| self.chains.get(index));
        chain.map_or(&[], Vec::as_slice)
    }

    /// What the program calls the task with this index, if it has given it a name.
    #[must_use]
    pub fn name(&self, task: usize) -> Option<&str> {
        self.names.get(task).and_then(Option::as_deref)
    }

    /// The connection of the client with this name.
    #[must_use]
    pub fn client(&self, name: &str) -> Option<Subject> {
        self.cast.iter().position(|known| known == name).map(Subject::Client)
    }

    /// The same scene without the calls that are about these descriptors, or make them.
    #[must_use]
    pub fn without(&self, subjects: &[Subject]) -> Self {
        let is_out = |event: &Event| match event {
            Event::Call(call) => {
                let subject = call.about().or(call.outcome.made());
                subject.is_some_and(|subject| subjects.contains(&subject))
            }
            _ => false,
        };
        let mut events: Vec<Event> = Vec::new();
        for event in &self.events {
            if !is_out(event) {
                events.push(event.clone());
                continue;
            }
            // What the kernel did for that call goes with it.
            while events.last().is_some_and(Event::is_for_a_call) {
                events.pop();
            }
        }
        Self { events, ..self.clone() }
    }
}
