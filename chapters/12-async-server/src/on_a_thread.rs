//! A future for work that blocks or computes: a thread does it, and the task awaits what comes of
//! it. (With tokio this is `spawn_blocking`.)
//!
//! While the thread works, the executor goes on with its other tasks. Here the work can only end
//! because another task goes on:
//!
//! ```
//! use std::sync::mpsc;
//!
//! use chapter_12::on_a_thread::on_a_thread;
//! use io_models::executor::{Executor, join};
//!
//! let (says, hears) = mpsc::channel();
//! let works = on_a_thread(move || hears.recv().unwrap_or(0) + 1);
//! let meanwhile = async { says.send(41).is_ok() };
//! let (sum, _) = Executor::new()?.block_on(join(works, meanwhile))?;
//! assert_eq!(sum?, 42);
//! # Ok::<(), std::io::Error>(())
//! ```

use std::{
    future::poll_fn,
    io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    thread,
};

// ANCHOR: on_a_thread
/// What the thread and the future share.
struct Shared<T> {
    /// What came of the work; also if it has panicked.
    output: Option<thread::Result<T>>,
    /// That of the last poll.
    waker: Option<Waker>,
}

/// Does `work` on a thread of its own, and is ready with what came of it.
///
/// # Errors
/// No thread is left (pthread_create(3)).
///
/// # Panics
/// If `work` does.
pub async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let shared = Arc::new(Mutex::new(Shared { output: None, waker: None }));
    let theirs = Arc::clone(&shared);
    thread::Builder::new().spawn(move || {
        let output = catch_unwind(AssertUnwindSafe(work));
        let waker = {
            let mut shared = lock(&theirs);
            shared.output = Some(output);
            shared.waker.take()
        };
        // From another thread: the executor may be asleep, and hears its eventfd.
        waker.into_iter().for_each(Waker::wake);
    })?;
    let output = poll_fn(|context| look(&shared, context.waker())).await;
    Ok(output.unwrap_or_else(|payload| resume_unwind(payload)))
}

fn look<T>(shared: &Mutex<Shared<T>>, waker: &Waker) -> Poll<thread::Result<T>> {
    // Nothing of a waker runs under the lock: it may do anything.
    let waker = waker.clone();
    let mut shared = lock(shared);
    let Some(output) = shared.output.take() else {
        let last = shared.waker.replace(waker);
        drop(shared);
        drop(last);
        return Poll::Pending;
    };
    Poll::Ready(output)
}
// ANCHOR_END: on_a_thread

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
