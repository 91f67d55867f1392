//! A client that is served by a future, which waits on a thread of its own.

use std::{
    future::poll_fn,
    io, mem,
    os::fd::OwnedFd,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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
        ready(&client, PollFlags::IN).await?;
        match net::receive(&client, &mut bytes)? {
            Transfer::Bytes(len @ 1..) => send_all(&client, &bytes[..len]).await?,
            Transfer::NotNow => {}
            Transfer::Bytes(_) | Transfer::Gone => return Ok(()),
        }
    }
}

async fn send_all(client: &Arc<OwnedFd>, mut unsent: &[u8]) -> io::Result<()> {
    while !unsent.is_empty() {
        match net::send(client, unsent)? {
            Transfer::Bytes(sent) => unsent = &unsent[sent..],
            Transfer::NotNow => ready(client, PollFlags::OUT).await?,
            Transfer::Gone => break,
        }
    }
    Ok(())
}
// ANCHOR_END: echo

// ANCHOR: ready
/// What a future and its thread share.
enum Wait {
    /// The waker of the last poll.
    Pending(Waker),
    Ready,
}

/// Ready when there is something to receive (`IN`), or room to send (`OUT`).
async fn ready(client: &Arc<OwnedFd>, interest: PollFlags) -> io::Result<()> {
    let mut wait = None::<Arc<Mutex<Wait>>>;
    poll_fn(|context| {
        let waker = context.waker().clone();
        if let Some(shared) = &wait {
            // Polled once more: that is no news. And it may be another's waker now.
            return look(shared, waker);
        }
        let shared = Arc::new(Mutex::new(Wait::Pending(waker)));
        wait = Some(Arc::clone(&shared));
        let client = Arc::clone(client);
        thread::Builder::new().spawn(move || sleep(&client, interest, &shared))?;
        Poll::Pending
    })
    .await
}

fn look(shared: &Mutex<Wait>, waker: Waker) -> Poll<io::Result<()>> {
    let mut wait = lock(shared);
    if let Wait::Ready = *wait {
        return Poll::Ready(Ok(()));
    }
    let last = mem::replace(&mut *wait, Wait::Pending(waker));
    // Nothing of others runs under the lock, and a waker's drop may.
    drop(wait);
    drop(last);
    Poll::Pending
}

fn sleep(client: &OwnedFd, interest: PollFlags, shared: &Mutex<Wait>) {
    // Whatever it says: the call that follows says it too.
    _ = event::poll(&mut [PollFd::new(client, interest)], None);
    let last = mem::replace(&mut *lock(shared), Wait::Ready);
    if let Wait::Pending(waker) = last {
        waker.wake();
    }
}
// ANCHOR_END: ready

fn lock(shared: &Mutex<Wait>) -> MutexGuard<'_, Wait> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
