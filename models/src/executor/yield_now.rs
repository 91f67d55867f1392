//! To let the others run.

use std::{future::poll_fn, task::Poll};

/// Lets the tasks that are awake run before this one goes on.
///
/// It promises a pause, and no news: if its task is polled for another reason, it goes on as well.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
