//! Exercise 1, solved: two of them are one, and that one and the third are two.

use std::future::Future;

use crate::s8_timers_join::join;

pub(crate) async fn join3<A: Future, B: Future, C: Future>(
    a: A,
    b: B,
    c: C,
) -> (A::Output, B::Output, C::Output) {
    let ((a, b), c) = join(join(a, b), c).await;
    (a, b, c)
}
