//! Loom's in the place of those of `io_models`' own `sync`.

pub(crate) use loom::sync::{Arc, Mutex, MutexGuard};
pub(crate) use std::sync::PoisonError;
