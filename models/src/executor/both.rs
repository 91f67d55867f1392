//! Two futures as one, which is done when both are.

use std::{
    future::poll_fn,
    pin::Pin,
    pin::pin,
    task::{Context, Poll},
};

/// Waits for both of two futures, and lets each go on whenever it can.
pub async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut of_a, mut of_b) = (None, None);
    poll_fn(|context| {
        go_on(a.as_mut(), &mut of_a, context);
        go_on(b.as_mut(), &mut of_b, context);
        match (of_a.take(), of_b.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (a, b) => {
                (of_a, of_b) = (a, b);
                Poll::Pending
            }
        }
    })
    .await
}

/// Polls a future unless it is done: after that it must not be polled again.
fn go_on<F: Future>(future: Pin<&mut F>, output: &mut Option<F::Output>, with: &mut Context<'_>) {
    if output.is_none()
        && let Poll::Ready(done) = future.poll(with)
    {
        *output = Some(done);
    }
}
