//! Exercise 2, solved: a pending future leaves its waker with the bell.

use std::{
    cell::{Cell, RefCell},
    task::{Context, Poll, Waker},
};

/// Rung once, by `ring`.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Bell {
    /// The bell rings.
    pub(crate) fn ring(&self) {
        self.rung.set(true);
        self.waker.take().into_iter().for_each(Waker::wake);
    }

    /// Ready when the bell has rung.
    pub(crate) fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        if self.rung.get() {
            return Poll::Ready(());
        }
        self.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}
