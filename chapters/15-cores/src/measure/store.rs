//! A store, and one or two threads that do nothing but ask it: what its lock costs at the most.

use std::{
    array,
    hint::black_box,
    sync::{Mutex, PoisonError, TryLockError},
    thread,
    time::Duration,
};

use rustix::time::ClockId;
use socket_core::{session::Handler, store::Store};

use super::spent::cpu;

const SHARDS: usize = 16;
/// Keys that a thread asks for, in turn. There are as many in each shard.
const KEYS: u8 = 64;
const VALUE: [u8; 64] = [b'x'; 64];

// ANCHOR: locks
/// All keys under one lock.
pub(crate) struct Locked(Mutex<Store>);

/// A lock for each of 16 parts; the key says which part it is in.
pub(crate) struct Sharded([Locked; SHARDS]);
// ANCHOR_END: locks

/// A store that threads share.
pub(crate) trait Shared: Sync {
    /// Asks the part that has the key; whether somebody else was there.
    fn ask(&self, key: u8) -> bool;
}

impl Locked {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(filled()))
    }
}

impl Sharded {
    pub(crate) fn new() -> Self {
        Self(array::from_fn(|_| Locked::new()))
    }
}

impl Shared for Locked {
    fn ask(&self, key: u8) -> bool {
        let (mut store, waited) = match self.0.try_lock() {
            Ok(store) => (store, false),
            Err(TryLockError::Poisoned(store)) => (store.into_inner(), false),
            Err(TryLockError::WouldBlock) => {
                (self.0.lock().unwrap_or_else(PoisonError::into_inner), true)
            }
        };
        ask(&mut store, key);
        waited
    }
}

impl Shared for Sharded {
    fn ask(&self, key: u8) -> bool {
        self.0[usize::from(key) % SHARDS].ask(key)
    }
}

/// A store with all keys.
pub(crate) fn filled() -> Store {
    let mut store = Store::default();
    for key in 0..KEYS {
        store.set(&[key], &VALUE).expect("there is room for a few keys");
    }
    store
}

/// A request, and the copy of the value for its reply.
pub(crate) fn ask(store: &mut Store, key: u8) {
    let mut reply = [0; VALUE.len()];
    store.get(&[key], |value| reply.copy_from_slice(value.expect("it is there")));
    black_box(reply);
}

/// The only thread's own store: nanoseconds of processor time a request.
pub(crate) fn alone(requests: u64) -> (f64, f64) {
    let mut store = filled();
    of_all(&[ask_all(requests, |key| {
        ask(&mut store, key);
        false
    })])
}

/// The same for so many threads, and which share of the requests had to wait for the lock.
pub(crate) fn shared(store: &impl Shared, threads: usize, requests: u64) -> (f64, f64) {
    thread::scope(|scope| {
        let ask = || ask_all(requests / threads as u64, |key| store.ask(key));
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(ask)).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, Spent>| thread.join().expect("it asks");
        of_all(&threads.into_iter().map(join).collect::<Vec<_>>())
    })
}

/// What one thread has spent, for how many requests, and how many of them had to wait.
struct Spent(Duration, u64, u64);

fn ask_all(requests: u64, mut ask: impl FnMut(u8) -> bool) -> Spent {
    let (before, mut waited) = (cpu(ClockId::ThreadCPUTime), 0);
    for key in (0..KEYS).cycle().take(usize::try_from(requests).unwrap_or(usize::MAX)) {
        waited += u64::from(ask(key));
    }
    Spent(cpu(ClockId::ThreadCPUTime) - before, requests, waited)
}

fn of_all(threads: &[Spent]) -> (f64, f64) {
    let time: Duration = threads.iter().map(|Spent(time, ..)| time).sum();
    let requests: u64 = threads.iter().map(|Spent(_, requests, _)| requests).sum();
    let waited: u64 = threads.iter().map(|Spent(.., waited)| waited).sum();
    (time.as_nanos() as f64 / requests as f64, waited as f64 / requests as f64)
}
