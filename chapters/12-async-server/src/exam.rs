//! What the code of exercise 2 must do.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use guide::{Flaw, Wakes};

/// A future that can be polled where it lies.
pub type Boxed<T> = Pin<Box<dyn Future<Output = T>>>;
/// Somebody's way to wait for two futures.
pub type Both = fn(Boxed<u32>, Boxed<u32>) -> Boxed<(u32, u32)>;

/// Each future waits once for what the other one does, and bears one poll too many badly.
pub fn waits_for_both(both: Both) -> Result<(), Flaw> {
    waits_in_its_executor(both)?;
    let (first, second) = behind_a_door();
    is_done(
        both(first, second),
        (1, 2),
        "the first future waits for what the second one does",
    )?;
    let (first, second) = behind_a_door();
    is_done(
        both(second, first),
        (2, 1),
        "the second future waits for what the first one does",
    )
}

/// One that is done with 1 when a door is open, and one that opens the door and is done with 2.
fn behind_a_door() -> (Boxed<u32>, Boxed<u32>) {
    let door = Rc::new(Cell::new(false));
    let opens = Rc::clone(&door);
    let opener = once(move |_| {
        opens.set(true);
        Some(2)
    });
    (once(move |_| door.get().then_some(1)), opener)
}

fn is_done(
    mut both: Boxed<(u32, u32)>,
    with: (u32, u32),
    waits: &str,
) -> Result<(), Flaw> {
    let mut context = Context::from_waker(Waker::noop());
    let outputs = (0..3).find_map(|_| match both.as_mut().poll(&mut context) {
        Poll::Ready(outputs) => Some(outputs),
        Poll::Pending => None,
    });
    match outputs {
        Some(outputs) if outputs == with => Ok(()),
        Some(outputs) => {
            let (a, b) = with;
            let what = format!("The futures are done with {a} and {b}, and not with {outputs:?}.");
            Err(Flaw::new(what, "Keep what each of them is done with.".into()))
        }
        None => Err(Flaw::new(
            format!("Polled three times, and not done: {waits}."),
            "Poll both each time (std::future::poll_fn gives you the context), keep the output of \
             the one that is done, and do not poll that one again."
                .into(),
        )),
    }
}

/// A future that is pending leaves the thread to its executor, and its waker with somebody.
fn waits_in_its_executor(both: Both) -> Result<(), Flaw> {
    let (polls, left) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(None::<Waker>)));
    let (seen, kept) = (Rc::clone(&polls), Rc::clone(&left));
    let second = once(move |context| {
        polls.set(polls.get() + 1);
        left.set(Some(context.waker().clone()));
        (polls.get() > 1).then_some(2)
    });
    let mut waiting = both(once(|_| Some(1)), second);
    let task = Arc::new(Wakes::default());
    let waker = Waker::from(Arc::clone(&task));
    let is_pending =
        waiting.as_mut().poll(&mut Context::from_waker(&waker)).is_pending();
    if !is_pending || seen.get() > 1 || task.count() > 0 {
        return Err(Flaw::new(
            "One of the two futures was pending, and has been polled again at once.".into(),
            "Go back to the executor with `Poll::Pending`. It polls again when somebody has called \
             the waker; to poll in a loop is chapter 11's first step."
                .into(),
        ));
    }
    kept.take().into_iter().for_each(Waker::wake);
    if seen.get() == 1 && task.count() == 0 {
        return Err(Flaw::new(
            "The pending future has called its waker, and the task was not woken.".into(),
            "Poll both with the context with which you are polled: its waker wakes your task."
                .into(),
        ));
    }
    Ok(())
}

/// A future that is done when `look` finds something; then it must not be polled again.
fn once(look: impl Fn(&mut Context<'_>) -> Option<u32> + 'static) -> Boxed<u32> {
    let mut done = false;
    Box::pin(poll_fn(move |context| {
        assert!(!done, "a future that is done has been polled again");
        let found = look(context);
        done = found.is_some();
        found.map_or(Poll::Pending, Poll::Ready)
    }))
}
