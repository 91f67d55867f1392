//! Two futures as one: it is ready when both are.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

// ANCHOR: join
type Both<A, B> = (<A as Future>::Output, <B as Future>::Output);

/// Polls both each time, until each is ready.
pub(crate) async fn join<A: Future, B: Future>(a: A, b: B) -> Both<A, B> {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut a_is, mut b_is) = (Poll::Pending, Poll::Pending);
    poll_fn(|context| {
        // One that is ready must not be polled again.
        if a_is.is_pending() {
            a_is = a.as_mut().poll(context);
        }
        if b_is.is_pending() {
            b_is = b.as_mut().poll(context);
        }
        let both = a_is.is_ready() && b_is.is_ready();
        if both { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    match (a_is, b_is) {
        (Poll::Ready(a), Poll::Ready(b)) => (a, b),
        _ => unreachable!("both are ready"),
    }
}
// ANCHOR_END: join
