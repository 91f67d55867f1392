//! What threads share, from std. The test for races puts what loom has in its place.

pub(crate) use std::sync::{Condvar, Mutex};
