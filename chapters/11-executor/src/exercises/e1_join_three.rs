//! Exercise 1: three futures as one.

use std::future::Future;

/// Your part: the second one is not polled before the first one is ready.
pub(crate) async fn join3<A: Future, B: Future, C: Future>(
    a: A,
    b: B,
    c: C,
) -> (A::Output, B::Output, C::Output) {
    (a.await, b.await, c.await)
}
