//! What threads share things with, by names that a test can replace: `tests/loom` compiles the
//! files that use them a second time, with loom's in the place of these.

pub(crate) use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};
