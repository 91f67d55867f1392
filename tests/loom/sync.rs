//! Loom's in the place of those of `io_models`' own `sync`.

pub(crate) use loom::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};
pub(crate) use std::sync::PoisonError;
