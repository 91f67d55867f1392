//! What a tracer is told of its fault, and what it tells.

use recording::Subject;

use crate::{Tracer, inject::LeftWhole};

impl Tracer {
    /// Applies no fault to a call until [`begin`](Self::begin).
    #[must_use]
    pub fn spared(mut self) -> Self {
        self.injection.spares = true;
        self
    }

    /// Whether the fault was ever applied: its turn may come after the last call.
    #[must_use]
    pub fn was_fault_applied(&self) -> bool {
        self.injection.applied
    }

    /// Why calls that the fault was to cut were left whole, if any were.
    #[must_use]
    pub fn left_whole(&self) -> Option<LeftWhole> {
        self.injection.left_whole
    }

    /// Whose call was made to fail.
    #[must_use]
    pub fn faulted(&self) -> Option<Subject> {
        self.injection.subject
    }

    /// How many calls, so far, might have failed with the errno of a [`Fault::Fail`](crate::Fault::Fail).
    #[must_use]
    pub fn chances(&self) -> usize {
        self.injection.passed
    }
}
