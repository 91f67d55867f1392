//! The exercises of chapter 11: what to do in the files beside this one, and what it must do then.

mod e1_join_three;
mod e2_bell;

use std::{
    cell::Cell,
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
            attempt: || {
                joins(&Default::default(), |[a, b, c]| {
                    e1_join_three::join3(patient(1, a), patient(2, b), patient(3, c))
                })
            },
            solution: || {
                joins(&Default::default(), |[a, b, c]| {
                    solutions::e1_join_three::join3(
                        patient(1, a),
                        patient(2, b),
                        patient(3, c),
                    )
                })
            },
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

/// Ready with its number when it is polled for the second time; after that it must not be polled.
fn patient(number: usize, polls: &Cell<usize>) -> impl Future<Output = usize> {
    poll_fn(move |_| {
        polls.set(polls.get() + 1);
        if polls.get() >= 2 { Poll::Ready(number) } else { Poll::Pending }
    })
}

type Outputs = (usize, usize, usize);

/// Three that are ready at their second poll are ready together at the second, and one that is
/// ready earlier is not polled again.
fn joins<'a, J: Future<Output = Outputs> + 'a>(
    polls: &'a [Cell<usize>; 3],
    join: impl Fn(&'a [Cell<usize>; 3]) -> J,
) -> Result<(), Flaw> {
    let (outputs, wakes) = polled(join(polls), 2);
    so(
        outputs.is_some(),
        "Three futures are ready when each is polled twice, and join3 is not.",
        "`a.await` goes on when `a` is ready, and only then is `b` polled. Two futures can be one: \
         that is `join`. And the third?",
    )?;
    so(
        outputs == Some((1, 2, 3)),
        "join3 is ready, but not with the outputs of its futures in their order.",
        "The first output is that of the first future, and so on.",
    )?;
    so(
        wakes == 0,
        "join3 has woken its own task: it is polled again and again.",
        "Each of its futures has left the waker where it will be called. join3 need not call it.",
    )?;
    polls.iter().for_each(|polls| polls.set(0));
    polled(join(polls), 1);
    so(
        polls.iter().all(|polls| polls.get() == 1),
        "join3 was polled once, and has polled one of its futures more than once, or not at all.",
        "A future that is pending is polled again when its waker has been called. To poll it in a \
         loop is step 1.",
    )?;
    polls.iter().for_each(|polls| polls.set(0));
    // The second one is ready at its first poll.
    polls[1].set(1);
    polled(join(polls), 2);
    so(
        polls[1].get() == 2,
        "One of three futures is ready earlier, and join3 polls it again.",
        "A future that is ready must not be polled again. `join` keeps what it was ready with.",
    )
}

fn so(is_so: bool, what: &str, hint: &str) -> Result<(), Flaw> {
    if is_so { Ok(()) } else { Err(Flaw::new(what.to_owned(), hint.to_owned())) }
}

/// What a future is ready with after so many polls, if it is; and how often it woke itself.
fn polled(
    future: impl Future<Output = Outputs>,
    times: usize,
) -> (Option<Outputs>, usize) {
    let mut future = pin!(future);
    let wakes = Arc::new(Count::default());
    let waker = Waker::from(Arc::clone(&wakes));
    let mut context = Context::from_waker(&waker);
    let outputs =
        (0..times).find_map(|_| match future.as_mut().poll(&mut context) {
            Poll::Ready(outputs) => Some(outputs),
            Poll::Pending => None,
        });
    (outputs, wakes.get())
}

/// How often it was woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Count {
    fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// Polled by one task and then by another: the last one is woken when the bell rings, and nobody
/// before.
fn wakes(
    poll: impl Fn(&mut Context<'_>) -> Poll<()>,
    ring: impl Fn(),
) -> Result<(), Flaw> {
    let [first, last] = [(); 2].map(|()| Arc::new(Count::default()));
    let [mut by_first, mut by_last] =
        [first, Arc::clone(&last)].map(Waker::from).map(Polls);
    let before = (by_first.poll(&poll), by_last.poll(&poll));
    let early = last.get();
    ring();
    let hint = "A pending future must leave its waker where somebody calls it: keep a clone of \
                `context.waker()` in the bell, and let `ring` wake it.";
    let (what, hint) = match (before, early, last.get(), by_last.poll(&poll)) {
        ((Poll::Pending, Poll::Pending), 0, 1.., Poll::Ready(())) => return Ok(()),
        ((Poll::Pending, Poll::Pending), 1.., ..) => (
            "A task was woken before the bell has rung: it is polled again and again.",
            "To wake oneself at once is the busy loop of step 1. Who knows when the bell rings?",
        ),
        ((Poll::Pending, Poll::Pending), _, 0, _) => {
            ("The bell has rung, and the task that polled last was not woken.", hint)
        }
        (.., Poll::Pending) => {
            ("The bell has rung, and the future is still pending.", hint)
        }
        _ => ("The future is ready before the bell has rung.", hint),
    };
    Err(Flaw::new(what.to_owned(), hint.to_owned()))
}

/// A task that polls.
struct Polls(Waker);

impl Polls {
    fn poll(&mut self, poll: impl Fn(&mut Context<'_>) -> Poll<()>) -> Poll<()> {
        poll(&mut Context::from_waker(&self.0))
    }
}
