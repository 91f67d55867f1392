//! What threads share, from loom; each use of it is written down.

use std::{
    fmt::Display,
    mem,
    ops::{Deref, DerefMut},
    sync::{LockResult, Mutex as StdMutex, PoisonError},
};

use loom::{
    sync::{self, MutexGuard},
    thread,
};

/// Who has done what since [`begin`].
static SAID: StdMutex<Vec<(&str, String)>> = StdMutex::new(Vec::new());

/// A new order begins.
pub(crate) fn begin() {
    said();
}

/// What has happened in this order.
pub(crate) fn said() -> Vec<(&'static str, String)> {
    mem::take(&mut SAID.lock().unwrap_or_else(PoisonError::into_inner))
}

fn say(what: impl Into<String>) {
    let first = format!("{:?}", thread::current().id()).contains("(0)");
    let who = if first { "sleeper" } else { "waker" };
    SAID.lock().unwrap_or_else(PoisonError::into_inner).push((who, what.into()));
}

pub(crate) struct Mutex<T>(sync::Mutex<T>);

impl<T: Display> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> LockResult<Locked<'_, T>> {
        let guard = self.0.lock().expect("nobody panics with it");
        say(format!("takes the lock: woken is {}", *guard));
        Ok(Locked(Some(guard)))
    }
}

/// A lock that is held.
pub(crate) struct Locked<'a, T: Display>(Option<MutexGuard<'a, T>>);

const HELD: &str = "only `wait` takes it";

impl<T: Display> Deref for Locked<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().expect(HELD)
    }
}

impl<T: Display> DerefMut for Locked<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect(HELD)
    }
}

impl<T: Display> Drop for Locked<'_, T> {
    fn drop(&mut self) {
        if let Some(guard) = self.0.take() {
            say(format!("gives the lock back: woken is {}", *guard));
        }
    }
}

pub(crate) struct Condvar(sync::Condvar);

impl Condvar {
    pub(crate) fn new() -> Self {
        Self(sync::Condvar::new())
    }

    pub(crate) fn wait<'a, T: Display>(
        &self,
        mut lock: Locked<'a, T>,
    ) -> LockResult<Locked<'a, T>> {
        say("falls asleep, and gives the lock back");
        let guard = self.0.wait(lock.0.take().expect(HELD)).expect("nobody panics with it");
        say(format!("takes the lock, and wakes: woken is {}", *guard));
        Ok(Locked(Some(guard)))
    }

    pub(crate) fn notify_one(&self) {
        say("rings the bell");
        self.0.notify_one();
    }
}
