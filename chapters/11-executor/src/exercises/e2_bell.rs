//! Exercise 2: a bell that a future can wait for.

use std::{
    cell::Cell,
    task::{Context, Poll},
};

/// Rung once, by `ring`.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Cell<bool>,
}

impl Bell {
    /// The bell rings.
    pub(crate) fn ring(&self) {
        self.rung.set(true);
    }

    /// Ready when the bell has rung. Your part: who polls again when it rings?
    pub(crate) fn poll(&self, _: &mut Context<'_>) -> Poll<()> {
        if self.rung.get() { Poll::Ready(()) } else { Poll::Pending }
    }
}
