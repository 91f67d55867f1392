//! An entry of the log: an event, and what goes with it.

use recording::{Aside, Event, Moment};

/// One event.
#[derive(Debug)]
pub(crate) struct Entry {
    /// What the kernel did that made it happen: it comes and goes with the event.
    pub(crate) before: Vec<Moment>,
    pub(crate) event: Event,
    /// What is so on this run only.
    pub(crate) aside: Aside,
}

impl From<Event> for Entry {
    fn from(event: Event) -> Self {
        Self { before: Vec::new(), event, aside: Aside::default() }
    }
}
