//! Two futures that any executor must bear: one that a thread wakes, and one that wakes itself.

use std::{future::poll_fn, io, os::fd::OwnedFd, task::Poll};

use socket_core::net::{self, Transfer};

use crate::wait;

// ANCHOR: clients
/// The echo of step 2, unchanged: it waits on a thread of its own, which wakes it.
pub(crate) async fn is_woken_by_a_thread(client: OwnedFd) -> io::Result<()> {
    wait::echo(client).await
}

/// An echo as in step 1: while nothing comes, it asks again and again. So that it is
/// polled again, it wakes itself.
pub(crate) async fn asks_again(client: OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(len @ 1..) =
        again(|| net::receive(&client, &mut bytes)).await?
    {
        let mut unsent = &bytes[..len];
        while !unsent.is_empty() {
            let sent = again(|| net::send(&client, unsent)).await?;
            let Transfer::Bytes(sent) = sent else { return Ok(()) };
            unsent = &unsent[sent..];
        }
    }
    Ok(())
}

fn again<F>(mut call: F) -> impl Future<Output = rustix::io::Result<Transfer>>
where
    F: FnMut() -> rustix::io::Result<Transfer>,
{
    poll_fn(move |context| match call() {
        Ok(Transfer::NotNow) => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
        done => Poll::Ready(done),
    })
}
// ANCHOR_END: clients
