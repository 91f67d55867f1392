//! A bounded channel: values wait in it, in their order, and who has one more waits for room.
//!
//! Room goes to those who send in the order in which they came: nobody overtakes them. A value is
//! in the channel, or still its sender's: to drop a wait on either side loses none.
//!
//! ```text
//!  senders that wait           the channel
//!   [ c ] [ b ] ──room──▶ [ value ] [ value ] ──▶ the receiver
//! ```

use std::{
    error::Error,
    fmt::{self, Debug, Display, Formatter},
    pin::Pin,
    task::{Context, Poll, Waker},
};

use super::{
    contain::contain,
    line::{Line, Put},
};
use crate::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A channel with room for so many values: the side that sends, and the side that receives. Each
/// may be in a task of its own, also of another executor, in another thread.
///
/// ```
/// use std::thread;
/// use io_models::executor::{Executor, channel};
///
/// let (sender, mut receiver) = channel(1);
/// let sending = thread::spawn(move || {
///     Executor::new()?.block_on(async {
///         for number in 1..=3 {
///             sender.send(number).await.expect("somebody receives");
///         }
///     })
/// });
/// let sum = Executor::new()?.block_on(async {
///     let mut sum = 0;
///     while let Some(number) = receiver.receive().await {
///         sum += number;
///     }
///     sum
/// })?;
/// assert_eq!(sum, 6);
/// sending.join().expect("it does not panic")?;
/// # Ok::<_, std::io::Error>(())
/// ```
///
/// # Panics
/// Without room for one: nothing could ever be sent.
#[must_use]
pub fn channel<T>(room: usize) -> (Sender<T>, Receiver<T>) {
    assert!(room > 0, "a channel needs room for one value at least");
    let shared = Shared(Arc::new(Mutex::new(Line::new(room))));
    (Sender(Shared(Arc::clone(&shared.0))), Receiver(shared))
}

#[derive(Debug)]
struct Shared<T>(Arc<Mutex<Line<T>>>);

/// The side that sends. When the last copy of it is dropped, the receiver hears the end.
#[derive(Debug)]
pub struct Sender<T>(Shared<T>);

/// The side that receives: one task at a time.
#[derive(Debug)]
pub struct Receiver<T>(Shared<T>);

/// Nobody receives any more; the value that was to be sent is here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, Line<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Sender<T> {
    /// Waits until there is room, and sends. If this is dropped before it is done, it has sent
    /// nothing, and its turn is the next one's.
    ///
    /// # Errors
    /// The receiver is gone.
    ///
    /// # Panics
    /// When it is polled after it was done.
    pub fn send(&self, value: T) -> Sending<'_, T> {
        Sending { channel: &self.0, value: Some(value), ticket: None }
    }
}

impl<T> Receiver<T> {
    /// Waits for a value; `None` if all have been received and all senders are gone. If this is
    /// dropped before it is done, it has received nothing.
    pub fn receive(&mut self) -> Receiving<'_, T> {
        Receiving(&self.0)
    }
}

/// Waits for room: see [`Sender::send`].
#[must_use = "it sends only when it is awaited"]
#[derive(Debug)]
pub struct Sending<'a, T> {
    channel: &'a Shared<T>,
    /// Until it is sent.
    value: Option<T>,
    /// Its place among those who wait.
    ticket: Option<u64>,
}

/// Waits for a value: see [`Receiver::receive`].
#[must_use = "it waits only when it is awaited"]
#[derive(Debug)]
pub struct Receiving<'a, T>(&'a Shared<T>);

// The value is moved, and never pinned.
impl<T> Unpin for Sending<'_, T> {}

impl<T> Future for Sending<'_, T> {
    type Output = Result<(), Closed<T>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // Wakers are copied, called and dropped while nothing is locked: they may do anything.
        let mut waker = Some(context.waker().clone());
        let value = self.value.take().expect("this value has been sent already");
        let channel = self.channel;
        let put = channel.lock().put(&mut self.ticket, value, &mut waker);
        match put {
            Put::Sent(receiver) => {
                wake(receiver);
                Poll::Ready(Ok(()))
            }
            Put::Waits(value) => {
                self.value = Some(value);
                Poll::Pending
            }
            Put::Closed(value) => Poll::Ready(Err(Closed(value))),
        }
    }
}

impl<T> Future for Receiving<'_, T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut waker = Some(context.waker().clone());
        let (taken, sender) = self.0.lock().take(&mut waker);
        wake(sender);
        taken
    }
}

impl<T> Drop for Sending<'_, T> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            // Both have a name, so that neither is dropped before the lock.
            let (next, own) = self.channel.lock().leave(ticket);
            wake(next);
            drop(own);
        }
    }
}

impl<T> Drop for Receiving<'_, T> {
    fn drop(&mut self) {
        let waker = self.0.lock().forget_receiver();
        drop(waker);
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.0.lock().add_sender();
        Self(Shared(Arc::clone(&self.0.0)))
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let receiver = self.0.lock().remove_sender();
        wake(receiver);
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let (left, senders) = self.0.lock().close();
        senders.into_iter().for_each(|sender| wake(Some(sender)));
        drop(left);
    }
}

/// Calls a waker. The task may be about to end by a panic: a second one would end the process.
fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        contain(|| waker.wake());
    }
}

impl<T> Debug for Closed<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closed").finish_non_exhaustive()
    }
}

impl<T> Display for Closed<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("nobody receives any more")
    }
}

impl<T> Error for Closed<T> {}
