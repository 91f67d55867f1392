//! Does not compile: a future that may hold a reference into itself is moved between two polls.

use std::{
    future::{Future, pending},
    mem,
    pin::Pin,
    task::{Context, Waker},
};

// ANCHOR: moved
async fn story() {
    let bytes = [1, 2, 3];
    let unsent = &bytes[1..];
    pending::<()>().await;
    assert_eq!(unsent, [2, 3]);
}

fn main() {
    let (mut first, mut second) = (story(), story());
    let mut context = Context::from_waker(Waker::noop());
    // From here on `bytes` and `unsent` are in `first`: `unsent` refers to `bytes`.
    _ = Pin::new(&mut first).poll(&mut context);
    // If this compiled, that reference would point into `second`.
    mem::swap(&mut first, &mut second);
}
// ANCHOR_END: moved
