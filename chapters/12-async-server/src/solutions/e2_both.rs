//! Exercise 2, solved: each poll of the one polls both, and keeps what is done.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

type Boxed<T> = Pin<Box<dyn Future<Output = T>>>;

pub(crate) async fn both(mut a: Boxed<u32>, mut b: Boxed<u32>) -> (u32, u32) {
    let (mut first, mut second) = (None, None);
    poll_fn(|context| {
        look(&mut a, &mut first, context);
        look(&mut b, &mut second, context);
        first.zip(second).map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// A future that is done must not be polled again.
fn look(future: &mut Boxed<u32>, done: &mut Option<u32>, context: &mut Context<'_>) {
    if done.is_none()
        && let Poll::Ready(output) = future.as_mut().poll(context)
    {
        *done = Some(output);
    }
}
