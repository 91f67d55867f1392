//! The look and the sleep are one step to everybody else: no wake-up comes between them.

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
        let mut woken = self.woken.lock().expect("nobody panics with it");
        while !*woken {
            // Gives the lock back and falls asleep, in one (pthread_cond_wait(3p)).
            woken = self.bell.wait(woken).expect("nobody panics with it");
        }
        *woken = false;
    }

    pub(crate) fn unpark(&self) {
        *self.woken.lock().expect("nobody panics with it") = true;
        self.bell.notify_one();
    }
}
// ANCHOR_END: parker
