//! Several futures in one: the first that is done decides, and the others can be dropped.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use super::sleep::sleep;

/// Which of two futures was done first, and with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Either<A, B> {
    /// The first one.
    First(A),
    /// The second one.
    Second(B),
}

impl<T> Either<T, T> {
    /// What it was done with, whichever it was.
    pub fn into_inner(self) -> T {
        match self {
            Self::First(output) | Self::Second(output) => output,
        }
    }
}

/// Waits for one of two futures, the first of them if both are done. The other is dropped at its
/// await.
pub fn select<A, B>(a: A, b: B) -> Select<A, B> {
    Select { both: Some((a, b)) }
}

/// Waits for one of two futures: see [`select()`].
///
/// # Panics
/// When it is polled after it was done.
#[must_use = "it waits only when it is awaited"]
#[derive(Debug)]
pub struct Select<A, B> {
    /// Until one of them is done.
    both: Option<(A, B)>,
}

impl<A: Future + Unpin, B: Future + Unpin> Future for Select<A, B> {
    type Output = Either<A::Output, B::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // ANCHOR: poll
        let both = self.both.as_mut();
        let (a, b) = both.expect("this Select has said already which was first");
        let first = match Pin::new(a).poll(context) {
            Poll::Ready(output) => Poll::Ready(Either::First(output)),
            Poll::Pending => Pin::new(b).poll(context).map(Either::Second),
        };
        if first.is_ready() {
            self.both = None;
        }
        first
        // ANCHOR_END: poll
    }
}

/// Waits for a future, but no longer than `limit`; `None` if it was too slow.
pub fn within<F>(limit: Duration, future: F) -> impl Future<Output = Option<F::Output>> + Unpin
where
    F: Future + Unpin,
{
    let mut either = select(future, sleep(limit));
    poll_fn(move |context| {
        Pin::new(&mut either).poll(context).map(|either| match either {
            Either::First(output) => Some(output),
            Either::Second(()) => None,
        })
    })
}
