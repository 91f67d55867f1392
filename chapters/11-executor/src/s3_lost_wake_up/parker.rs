//! Wrong on purpose (`races`): between the look and the sleep, a wake-up is lost.

use crate::sync::{Condvar, Mutex};

// ANCHOR: parker
/// Where a thread sleeps until it is woken.
pub(crate) struct Parker {
    woken: Mutex<bool>,
    bell: Condvar,
}

impl Parker {
    pub(crate) fn new() -> Self {
        Self { woken: Mutex::new(false), bell: Condvar::new() }
    }

    pub(crate) fn park(&self) {
        while !*self.woken.lock().expect("nobody panics with it") {
            let woken = self.woken.lock().expect("nobody panics with it");
            drop(self.bell.wait(woken));
        }
        *self.woken.lock().expect("nobody panics with it") = false;
    }

    pub(crate) fn unpark(&self) {
        *self.woken.lock().expect("nobody panics with it") = true;
        self.bell.notify_one();
    }
}
// ANCHOR_END: parker
