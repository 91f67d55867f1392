//! The exercises of chapter 12: what to do in the files beside this one, and what it must do then.

mod e1_silent;
mod e2_both;

use std::{
    cell::Cell,
    future::poll_fn,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use guide::{
    ALICE, BOB, Check, Exercise, Flaw, Recording, Script, Work, recording::Kind,
};

use crate::solutions;

/// The table of `cargo run -p chapter-12 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "silent",
        task: "Close a client that says nothing for a fifth of a second, and nobody else.",
        file: "chapters/12-async-server/src/exercises/e1_silent.rs",
        work: Work::Server {
            attempt: e1_silent::serve,
            solution: solutions::e1_silent::serve,
            checks: &[
                Check::new(
                    SILENT,
                    "The wait has no limit. `within` of `io_models::executor` puts one on any \
                     future, and drops that when the time is up. What closes the socket then?",
                ),
                Check::new(
                    SPEAKS,
                    "The time must begin anew with each wait, and run for each client alone.",
                )
                .and(bob_goes_first),
            ],
        },
    },
    Exercise {
        name: "both",
        task: "Wait for two futures at the same time, whichever of them is done first.",
        file: "chapters/12-async-server/src/exercises/e2_both.rs",
        work: Work::Code {
            attempt: || waits_for_both(|a, b| Box::pin(e2_both::both(a, b))),
            solution: || {
                waits_for_both(|a, b| Box::pin(solutions::e2_both::both(a, b)))
            },
        },
    },
];

const SILENT: Script = Script {
    title: "Alice says nothing.",
    acts: &[ALICE.connects(), ALICE.hears_end(), ALICE.closes()],
};

const SPEAKS: Script = Script {
    title: "Alice speaks, and stays; Bob is silent, and goes.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.hears_end(),
    ],
};

/// Alice came before Bob, and has spoken after he came: his time is up before hers.
fn bob_goes_first(recording: &Recording) -> bool {
    let mut closed = recording.returned().filter(|call| call.kind == Kind::Close);
    closed.next().is_none_or(|call| call.subject == recording.client("bob"))
}

type Boxed<T> = Pin<Box<dyn Future<Output = T>>>;
type Both = fn(Boxed<u32>, Boxed<u32>) -> Boxed<(u32, u32)>;

/// The first future waits for what the second one does, and each bears one poll too many badly.
fn waits_for_both(both: Both) -> Result<(), Flaw> {
    waits_in_its_executor(both)?;
    let door = Rc::new(Cell::new(false));
    let opens = Rc::clone(&door);
    let a = once(move || door.get().then_some(1));
    let b = once(move || {
        opens.set(true);
        Some(2)
    });
    let mut waiting = both(a, b);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..3 {
        match waiting.as_mut().poll(&mut context) {
            Poll::Ready((1, 2)) => return Ok(()),
            Poll::Ready(other) => {
                let what = format!(
                    "The futures are done with 1 and 2, and not with {other:?}."
                );
                return Err(Flaw::new(
                    what,
                    "Keep what each of them is done with.".into(),
                ));
            }
            Poll::Pending => {}
        }
    }
    Err(Flaw::new(
        "Polled three times, and not done: the first future waits for what the second one does."
            .into(),
        "Poll both each time (std::future::poll_fn gives you the context), keep the output of the \
         one that is done, and do not poll that one again."
            .into(),
    ))
}

/// A future that is pending leaves the thread to its executor.
fn waits_in_its_executor(both: Both) -> Result<(), Flaw> {
    let polls = Rc::new(Cell::new(0));
    let seen = Rc::clone(&polls);
    let second = once(move || {
        polls.set(polls.get() + 1);
        (polls.get() > 1).then_some(2)
    });
    let mut waiting = both(once(|| Some(1)), second);
    let mut context = Context::from_waker(Waker::noop());
    if waiting.as_mut().poll(&mut context).is_pending() && seen.get() <= 1 {
        return Ok(());
    }
    Err(Flaw::new(
        "One of the two futures was pending, and has been polled again at once.".into(),
        "Go back to the executor with `Poll::Pending`. It polls again when somebody has called \
         the waker; to poll in a loop is chapter 11's first step."
            .into(),
    ))
}

/// A future that is done when `look` finds something; then it must not be polled again.
fn once(look: impl Fn() -> Option<u32> + 'static) -> Boxed<u32> {
    let mut done = false;
    Box::pin(poll_fn(move |_| {
        assert!(!done, "a future that is done has been polled again");
        let found = look();
        done = found.is_some();
        found.map_or(Poll::Pending, Poll::Ready)
    }))
}
