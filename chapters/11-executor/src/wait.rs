//! A client that is served by a future, which waits on a thread of its own.

use std::{
    future::poll_fn,
    io,
    os::fd::OwnedFd,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Poll, Waker},
    thread,
};

use rustix::event::{self, PollFd, PollFlags};
use socket_core::net::{self, Transfer};

// ANCHOR: echo
pub(crate) async fn echo(client: OwnedFd) -> io::Result<()> {
    let client = Arc::new(client);
    let mut bytes = [0; 512];
    loop {
        readable(&client).await?;
        let received = net::receive(&client, &mut bytes)?;
        let Transfer::Bytes(len @ 1..) = received else { return Ok(()) };
        net::send(&client, &bytes[..len])?;
    }
}
// ANCHOR_END: echo

// ANCHOR: readable
/// Ready when there is something to receive.
async fn readable(client: &Arc<OwnedFd>) -> io::Result<()> {
    let ready = Arc::new(AtomicBool::new(false));
    let mut asked = false;
    poll_fn(|context| {
        if ready.load(Ordering::Acquire) {
            return Poll::Ready(Ok(()));
        }
        if !asked {
            asked = true;
            let (client, ready) = (Arc::clone(client), Arc::clone(&ready));
            let waker = context.waker().clone();
            thread::Builder::new().spawn(move || wait(&client, &ready, waker))?;
        }
        Poll::Pending
    })
    .await
}

fn wait(client: &OwnedFd, ready: &AtomicBool, waker: Waker) {
    // Whatever it says: the call that follows says it too.
    _ = event::poll(&mut [PollFd::new(client, PollFlags::IN)], None);
    ready.store(true, Ordering::Release);
    waker.wake();
}
// ANCHOR_END: readable
