//! A bell: tasks wait until something is so, and who changes it rings.

use std::{
    cell::RefCell,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use crate::slab::{Slab, Token};

/// Tasks that wait for something to change.
#[derive(Debug, Default)]
pub(crate) struct Bell(RefCell<Slab<Waker>>);

/// Waits until something is so: see [`Bell::until`].
pub(crate) struct Until<'a, C> {
    bell: &'a Bell,
    /// Its place among those who wait.
    token: Option<Token>,
    condition: C,
}

impl Bell {
    /// Lets all who wait look again.
    pub(crate) fn ring(&self) {
        self.0.borrow().iter().for_each(|(_, waker)| waker.wake_by_ref());
    }

    /// Waits until `condition` holds; it looks now, and each time the bell rings.
    pub(crate) fn until<C: Fn() -> bool>(&self, condition: C) -> Until<'_, C> {
        Until { bell: self, token: None, condition }
    }
}

impl<C> Until<'_, C> {
    fn leave(&mut self) {
        if let Some(token) = self.token.take() {
            self.bell.0.borrow_mut().remove(token);
        }
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
        self.token = Some(self.bell.0.borrow_mut().insert(context.waker().clone()));
        Poll::Pending
    }
}

impl<C> Drop for Until<'_, C> {
    fn drop(&mut self) {
        self.leave();
    }
}
