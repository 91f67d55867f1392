//! A call that a task is in: entered, and not yet left.

use std::{io, time::Duration};

use recording::{Limit, Outcome};

use crate::{
    decode::call::{Entered, Shape},
    inject::{cut::Before, edge::Edge},
    stops::memory::Memory,
};

/// A system call between its two stops.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) call: Entered,
    /// When its time is up, if it has a limit.
    pub(crate) until: Option<Duration>,
    /// What it was asked, of which select(2) leaves nothing in memory.
    pub(crate) asked: Vec<(u64, Vec<u8>)>,
    /// Whether the recording says already that the task waits in it.
    pub(crate) announced: bool,
    /// Whether that was not told after all, for it repeats a round.
    pub(crate) is_hushed: bool,
    /// The result to put in place of the kernel's, on the way out.
    pub(crate) forced: Option<i64>,
    /// What a fault has replaced in the task's memory, to be put back on the way out.
    pub(crate) before: Before,
    /// What a fault has left of it is told of again, on the way out.
    pub(crate) edge: Option<Edge>,
    /// The number of the stack that it was made from, if that is asked for.
    pub(crate) frames: Option<usize>,
}

impl Pending {
    /// It will be made once more, after it has returned this: memory is as it was before it.
    pub(crate) fn is_made_again(&mut self, result: i64, memory: &Memory) -> io::Result<()> {
        if self.call.shape == Shape::Ring && result >= 0 {
            // What it was to submit, it has; now it only waits.
            self.forced = Some(result);
            self.call.arguments[1] = 0;
        }
        self.asked.iter().try_for_each(|(address, bytes)| memory.write(*address, bytes))
    }

    /// Whether it is told, and its stack is not known yet.
    pub(crate) fn is_without_frames(&self) -> bool {
        self.frames.is_none() && self.call.is_shown()
    }

    /// Whether a task has slept in it until its time was up, and for nothing.
    pub(crate) fn is_in_vain(&self, outcome: &Outcome) -> bool {
        let limit = self.call.told.as_ref().and_then(|told| told.limit);
        self.call.shape.reports() && limit == Some(Limit::Timeout) && outcome.is_nothing()
    }

    /// A call that a task is about to make.
    pub(crate) fn new(call: Entered) -> Self {
        Self {
            call,
            until: None,
            asked: Vec::new(),
            announced: false,
            is_hushed: false,
            forced: None,
            before: Before::default(),
            edge: None,
            frames: None,
        }
    }
}
