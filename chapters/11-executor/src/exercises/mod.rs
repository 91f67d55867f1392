//! The exercises of chapter 11: what to do in the files beside this one, and what it must do then.

mod e1_join_three;
mod e2_bell;

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use guide::{Exercise, Flaw, Work};

use crate::solutions;

/// The table of `cargo run -p chapter-11 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "join-three",
        task: "Three futures as one: each is polled until it is ready, and none waits for another.",
        file: "chapters/11-executor/src/exercises/e1_join_three.rs",
        work: Work::Code {
            attempt: || joins(e1_join_three::join3(patient(), patient(), patient())),
            solution: || joins(solutions::e1_join_three::join3(patient(), patient(), patient())),
        },
    },
    Exercise {
        name: "bell",
        task: "A future that waits for a bell is polled again when the bell rings.",
        file: "chapters/11-executor/src/exercises/e2_bell.rs",
        work: Work::Code {
            attempt: || {
                let bell = e2_bell::Bell::default();
                wakes(|context| bell.poll(context), || bell.ring())
            },
            solution: || {
                let bell = solutions::e2_bell::Bell::default();
                wakes(|context| bell.poll(context), || bell.ring())
            },
        },
    },
];

/// Ready when it is polled for the second time.
fn patient() -> impl Future<Output = usize> {
    let mut polls = 0;
    poll_fn(move |_| {
        polls += 1;
        if polls == 2 { Poll::Ready(polls) } else { Poll::Pending }
    })
}

/// Three that are ready at their second poll are ready together at the second.
fn joins(three: impl Future<Output = (usize, usize, usize)>) -> Result<(), Flaw> {
    let mut three = pin!(three);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..2 {
        if three.as_mut().poll(&mut context).is_ready() {
            return Ok(());
        }
    }
    Err(Flaw::new(
        "Three futures are ready when each is polled twice, and join3 is not.".to_owned(),
        "`a.await` goes on when `a` is ready, and only then is `b` polled. Two futures can be one: \
         that is `join`. And the third?"
            .to_owned(),
    ))
}

/// How often it was woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn wakes(poll: impl Fn(&mut Context<'_>) -> Poll<()>, ring: impl Fn()) -> Result<(), Flaw> {
    let count = Arc::new(Count::default());
    let waker = Waker::from(Arc::clone(&count));
    let mut context = Context::from_waker(&waker);
    let before = poll(&mut context);
    ring();
    let hint = "A pending future must leave its waker where somebody calls it: keep a clone of \
                `context.waker()` in the bell, and let `ring` wake it.";
    let what = match (before, count.0.load(Ordering::Relaxed), poll(&mut context)) {
        (Poll::Pending, 1.., Poll::Ready(())) => return Ok(()),
        (Poll::Ready(()), ..) => "The future is ready before the bell has rung.",
        (_, 0, _) => "The bell has rung, and nobody was woken.",
        (.., Poll::Pending) => "The bell has rung, and the future is still pending.",
    };
    Err(Flaw::new(what.to_owned(), hint.to_owned()))
}
