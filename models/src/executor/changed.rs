//! Something has changed: tasks wait until a condition holds, and whoever may have made it true
//! notifies them.

use std::{
    cell::RefCell,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use super::contain::contain;
use crate::slab::{Slab, Token};

/// Tasks that wait for a condition. A waker is gone once it has been called.
#[derive(Debug, Default)]
pub(crate) struct Changed(RefCell<Slab<Option<Waker>>>);

/// Waits until a condition holds: see [`Changed::until`].
pub(crate) struct Until<'a, C> {
    changed: &'a Changed,
    /// Its place among the tasks that wait.
    token: Option<Token>,
    condition: C,
}

impl Changed {
    /// Lets all tasks that wait look again.
    pub(crate) fn notify(&self) {
        let waiting = self.0.borrow().tokens().collect::<Vec<_>>();
        for token in waiting {
            // Not under the borrow: a waker may do anything, also wait here or leave.
            if let Some(waker) = self.take(token) {
                contain(|| waker.wake());
            }
        }
    }

    /// Waits until `condition` holds; it looks now, and after each notification.
    pub(crate) fn until<C: Fn() -> bool>(&self, condition: C) -> Until<'_, C> {
        Until { changed: self, token: None, condition }
    }

    fn take(&self, token: Token) -> Option<Waker> {
        self.0.borrow_mut().get_mut(token)?.take()
    }
}

impl<C> Until<'_, C> {
    fn leave(&mut self) {
        let Some(token) = self.token.take() else { return };
        let waker = self.changed.0.borrow_mut().remove(token);
        drop(waker);
    }
}

impl<C: Fn() -> bool + Unpin> Future for Until<'_, C> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // It may be polled by another task than before.
        self.leave();
        if (self.condition)() {
            return Poll::Ready(());
        }
        let waker = Some(context.waker().clone());
        self.token = Some(self.changed.0.borrow_mut().insert(waker));
        Poll::Pending
    }
}

impl<C> Drop for Until<'_, C> {
    fn drop(&mut self) {
        self.leave();
    }
}
