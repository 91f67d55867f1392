//! What the code of the exercises must do.

use std::{
    array::from_fn,
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use guide::{Flaw, Wakes};

/// A future that can be polled where it lies.
pub type Boxed<Output> = Pin<Box<dyn Future<Output = Output>>>;
/// What three futures are ready with.
pub type Outputs = (usize, usize, usize);
/// Somebody's way to make one future of three.
pub type Join = fn([Boxed<usize>; 3]) -> Boxed<Outputs>;

/// Three that are ready at their second poll are ready together at the second, and one that is
/// ready earlier is not polled again.
pub fn joins(join: Join) -> Result<(), Flaw> {
    let twice = Seen::of(join, [0; 3], 2);
    so(
        twice.outputs.is_some(),
        "Three futures are ready when each is polled twice, and join3 is not.",
        "`a.await` goes on when `a` is ready, and only then is `b` polled. Two futures can be one: \
         that is `join`. And the third?",
    )?;
    so(
        twice.outputs == Some((1, 2, 3)),
        "join3 is ready, but not with the outputs of its futures in their order.",
        "The first output is that of the first future, and so on.",
    )?;
    so(
        twice.wakes == 0,
        "join3 has woken its own task: it is polled again and again.",
        "Each of its futures has left the waker where it will be called. join3 need not call it.",
    )?;
    let once = Seen::of(join, [0; 3], 1);
    so(
        once.polls == [1; 3],
        "join3 was polled once, and has polled one of its futures more than once, or not at all.",
        "A future that is pending is polled again when its waker has been called. To poll it in a \
         loop is step 1.",
    )?;
    so(
        once.heard == 3,
        "One of three futures has called its waker, and the task of join3 was not woken.",
        "Poll each of them with the context with which join3 was polled: its waker wakes the task.",
    )?;
    let again = (0..3).any(|early| {
        let ready_at_first = from_fn(|which| usize::from(which == early));
        Seen::of(join, ready_at_first, 2).polls[early] != 2
    });
    so(
        !again,
        "One of three futures is ready earlier, and join3 polls it again.",
        "A future that is ready must not be polled again. `join` keeps what it was ready with.",
    )
}

fn so(is_so: bool, what: &str, hint: &str) -> Result<(), Flaw> {
    if is_so { Ok(()) } else { Err(Flaw::new(what.to_owned(), hint.to_owned())) }
}

/// What has come of some polls.
struct Seen {
    outputs: Option<Outputs>,
    /// How often each future has been polled.
    polls: [usize; 3],
    /// How often the task was woken meanwhile.
    wakes: usize,
    /// How many of the futures' wakers wake the task, when they are called.
    heard: usize,
}

impl Seen {
    /// Polls three futures as one so many times. Each is ready at its second poll, and has had some.
    fn of(join: Join, before: [usize; 3], times: usize) -> Self {
        let (task, wakers) = (Arc::new(Wakes::default()), Rc::default());
        let polls = before.map(|before| Rc::new(Cell::new(before)));
        let futures = from_fn(|which| patient(which + 1, &polls[which], &wakers));
        let mut joined = join(futures);
        let waker = Waker::from(Arc::clone(&task));
        let mut context = Context::from_waker(&waker);
        let mut poll = || match joined.as_mut().poll(&mut context) {
            Poll::Ready(outputs) => Some(outputs),
            Poll::Pending => None,
        };
        let outputs = (0..times).find_map(|_| poll());
        let wakes = task.count();
        let wakes_it = |waker: Waker| {
            let before = task.count();
            waker.wake();
            task.count() > before
        };
        let heard =
            wakers.take().into_iter().map(wakes_it).filter(|heard| *heard).count();
        Self { outputs, polls: polls.map(|polls| polls.get()), wakes, heard }
    }
}

/// Ready with its number when it is polled for the second time; after that it must not be polled.
fn patient(
    number: usize,
    polls: &Rc<Cell<usize>>,
    wakers: &Rc<RefCell<Vec<Waker>>>,
) -> Boxed<usize> {
    let (polls, wakers) = (Rc::clone(polls), Rc::clone(wakers));
    Box::pin(poll_fn(move |context| {
        polls.set(polls.get() + 1);
        wakers.borrow_mut().push(context.waker().clone());
        if polls.get() >= 2 { Poll::Ready(number) } else { Poll::Pending }
    }))
}

/// Polled by one task and then by another: the last one is woken when the bell rings, and nobody
/// before. Nobody waits for a bell that has rung already.
pub fn wakes<Bell>(
    bell: impl Fn() -> Bell,
    poll: impl Fn(&Bell, &mut Context<'_>) -> Poll<()>,
    ring: impl Fn(&Bell),
) -> Result<(), Flaw> {
    let new = bell();
    wakes_the_last(|context| poll(&new, context), || ring(&new))?;
    let rung = bell();
    ring(&rung);
    so(
        Polls(Waker::noop().clone()).poll(|context| poll(&rung, context)).is_ready(),
        "The bell has rung before anybody waited, and the future is pending.",
        "That it has rung must stay true, also when there is no waker to call.",
    )
}

fn wakes_the_last(
    poll: impl Fn(&mut Context<'_>) -> Poll<()>,
    ring: impl Fn(),
) -> Result<(), Flaw> {
    let [first, last] = [(); 2].map(|()| Arc::new(Wakes::default()));
    let [mut by_first, mut by_last] =
        [first, Arc::clone(&last)].map(Waker::from).map(Polls);
    let before = (by_first.poll(&poll), by_last.poll(&poll));
    let early = last.count();
    ring();
    let hint = "A pending future must leave its waker where somebody calls it: keep a clone of \
                `context.waker()` in the bell, and let `ring` wake it.";
    let (what, hint) = match (before, early, last.count(), by_last.poll(&poll)) {
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
