//! Wrong solutions that are no servers: what an exam says about each.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, Waker},
};

use chapter_11::exam::{joins, wakes};
use chapter_12::exam::waits_for_both;
use chapter_14::exam::{Turn, finds_the_size};
use chapter_15::exam::{Tasks, steals};
use guide::Flaw;

/// The chapter, its exercise, what is wrong, the examination, and words of what that says.
pub(super) type Wrong = (u32, &'static str, &'static str, fn() -> Result<(), Flaw>, &'static str);

pub(super) const WRONG: &[Wrong] = &[
    (
        11,
        "join-three",
        "two-and-then-one",
        || joins(|[a, b, c]| Box::pin(two_and_then_one(a, b, c))),
        "and join3 is not",
    ),
    (
        11,
        "join-three",
        "polls-the-last-again",
        || joins(|[a, b, c]| Box::pin(polls_the_last_again([a, b, c]))),
        "polls it again",
    ),
    (
        11,
        "join-three",
        "a-waker-of-its-own",
        || joins(|futures| Box::pin(with_a_waker_of_its_own(futures))),
        "was not woken",
    ),
    (11, "bell", "the-first-waker", || bell::<First>(), "was not woken"),
    (11, "bell", "rings-for-nobody", || bell::<ForNobody>(), "rung before anybody"),
    (11, "bell", "wakes-itself", || bell::<Busy>(), "before the bell has rung"),
    (
        12,
        "both",
        "the-second-first",
        || {
            waits_for_both(|a, b| {
                Box::pin(async {
                    let b = b.await;
                    (a.await, b)
                })
            })
        },
        "the second future waits",
    ),
    (
        12,
        "both",
        "wakes-itself",
        || waits_for_both(|a, b| Box::pin(joined([a, b], |context| context.waker().wake_by_ref()))),
        "polled again at once",
    ),
    (
        12,
        "both",
        "a-waker-of-its-own",
        || waits_for_both(|a, b| Box::pin(by_itself(joined([a, b], |_| {})))),
        "was not woken",
    ),
    (14, "tips", "the-last-round", || finds_the_size(the_last_round), "wins in the next"),
    (14, "tips", "the-mean", || finds_the_size(the_mean), "loses in the other"),
    (14, "tips", "a-tie-wins", || finds_the_size(a_tie_wins), "cost the same"),
    (15, "steal", "the-newest", || steals(the_newest), "1 and then 2"),
    (15, "steal", "not-its-own", || steals(the_fullest), "another has more"),
    (15, "steal", "the-first-queue", || steals(of_the_first), "another has 2 and 3"),
    (15, "steal", "one-that-waits", || steals(one_that_waits), "all tasks wait"),
    (15, "steal", "leaves-it-there", || steals(leaves_it_there), "not right afterwards"),
];

type Boxed<Output> = Pin<Box<dyn Future<Output = Output>>>;

async fn two_and_then_one(
    a: Boxed<usize>,
    b: Boxed<usize>,
    c: Boxed<usize>,
) -> (usize, usize, usize) {
    let (a, b) = joined([a, b], |_| {}).await;
    (a, b, c.await)
}

/// Two as one; with what is done when one of them is pending.
fn joined<Output: Copy + Unpin + 'static>(
    mut futures: [Boxed<Output>; 2],
    pending: fn(&mut Context<'_>),
) -> impl Future<Output = (Output, Output)> {
    let mut done = [None; 2];
    poll_fn(move |context| {
        for (future, done) in futures.iter_mut().zip(&mut done) {
            look(future, done, context);
        }
        let [a, b] = done;
        if a.and(b).is_none() {
            pending(context);
        }
        a.zip(b).map_or(Poll::Pending, Poll::Ready)
    })
}

fn look<Output>(future: &mut Boxed<Output>, done: &mut Option<Output>, context: &mut Context<'_>) {
    if done.is_none()
        && let Poll::Ready(output) = future.as_mut().poll(context)
    {
        *done = Some(output);
    }
}

/// It keeps what the first two are ready with, and of the third it wants both at once.
async fn polls_the_last_again([mut a, mut b, mut c]: [Boxed<usize>; 3]) -> (usize, usize, usize) {
    let (mut first, mut second) = (None, None);
    poll_fn(move |context| {
        look(&mut a, &mut first, context);
        look(&mut b, &mut second, context);
        match (first, second, c.as_mut().poll(context)) {
            (Some(a), Some(b), Poll::Ready(c)) => Poll::Ready((a, b, c)),
            _ => Poll::Pending,
        }
    })
    .await
}

async fn with_a_waker_of_its_own([a, b, c]: [Boxed<usize>; 3]) -> (usize, usize, usize) {
    let ((a, b), c) = by_itself(three(a, b, c)).await;
    (a, b, c)
}

async fn three(
    mut a: Boxed<usize>,
    mut b: Boxed<usize>,
    mut c: Boxed<usize>,
) -> ((usize, usize), usize) {
    let mut done = (None, None, None);
    poll_fn(move |context| {
        look(&mut a, &mut done.0, context);
        look(&mut b, &mut done.1, context);
        look(&mut c, &mut done.2, context);
        let (a, b, c) = done;
        a.zip(b).zip(c).map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Polls with a waker that wakes nobody.
fn by_itself<F: Future + 'static>(future: F) -> impl Future<Output = F::Output> {
    let mut future = Box::pin(future);
    poll_fn(move |_| future.as_mut().poll(&mut Context::from_waker(Waker::noop())))
}

trait Bell: Default {
    fn ring(&self);
    fn poll(&self, context: &mut Context<'_>) -> Poll<()>;
}

fn bell<B: Bell>() -> Result<(), Flaw> {
    wakes(B::default, B::poll, B::ring)
}

#[derive(Default)]
struct Kept {
    rung: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Kept {
    fn is_rung(&self) -> Poll<()> {
        if self.rung.get() { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// It keeps the waker of the first poll.
#[derive(Default)]
struct First(Kept);

impl Bell for First {
    fn ring(&self) {
        self.0.rung.set(true);
        self.0.waker.take().into_iter().for_each(Waker::wake);
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        self.0.waker.borrow_mut().get_or_insert_with(|| context.waker().clone());
        self.0.is_rung()
    }
}

/// It rings only if somebody waits.
#[derive(Default)]
struct ForNobody(Kept);

impl Bell for ForNobody {
    fn ring(&self) {
        if let Some(waker) = self.0.waker.take() {
            self.0.rung.set(true);
            waker.wake();
        }
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        self.0.waker.replace(Some(context.waker().clone()));
        self.0.is_rung()
    }
}

/// Who is pending asks to be polled at once.
#[derive(Default)]
struct Busy(Kept);

impl Bell for Busy {
    fn ring(&self) {
        self.0.rung.set(true);
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        context.waker().wake_by_ref();
        self.0.is_rung()
    }
}

/// The turns of a later round take the place of those before.
fn the_last_round(turns: &[Turn]) -> Option<usize> {
    let last: BTreeMap<usize, bool> = turns.iter().map(|turn| (turn.size, wins(turn))).collect();
    down_from_the_largest(&last)
}

/// A size wins if it does in the mean.
fn the_mean(turns: &[Turn]) -> Option<usize> {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for turn in turns {
        *sums.entry(turn.size).or_default() += turn.send - turn.sendfile;
    }
    down_from_the_largest(&sums.into_iter().map(|(size, sum)| (size, sum > 0.0)).collect())
}

fn a_tie_wins(turns: &[Turn]) -> Option<usize> {
    let mut all: BTreeMap<usize, bool> = BTreeMap::new();
    for turn in turns {
        *all.entry(turn.size).or_insert(true) &= turn.sendfile <= turn.send;
    }
    down_from_the_largest(&all)
}

fn wins(turn: &Turn) -> bool {
    turn.sendfile < turn.send
}

fn down_from_the_largest(wins: &BTreeMap<usize, bool>) -> Option<usize> {
    wins.iter().rev().take_while(|(_, wins)| **wins).last().map(|(size, _)| *size)
}

fn the_newest(threads: &mut [Tasks], thread: usize) -> Option<u32> {
    let own = threads[thread].ready.pop_front();
    own.or_else(|| threads.iter_mut().find_map(|tasks| tasks.ready.pop_back()))
}

fn the_fullest(threads: &mut [Tasks], _: usize) -> Option<u32> {
    threads.iter_mut().max_by_key(|tasks| tasks.ready.len())?.ready.pop_front()
}

fn of_the_first(threads: &mut [Tasks], thread: usize) -> Option<u32> {
    let own = threads[thread].ready.pop_front();
    own.or_else(|| threads.iter_mut().find_map(|tasks| tasks.ready.pop_front()))
}

fn one_that_waits(threads: &mut [Tasks], thread: usize) -> Option<u32> {
    let own = threads[thread].ready.pop_front();
    own.or_else(|| the_fullest(threads, thread))
        .or_else(|| threads.iter_mut().find_map(|tasks| tasks.waiting.pop()))
}

fn leaves_it_there(threads: &mut [Tasks], thread: usize) -> Option<u32> {
    let own = threads[thread].ready.pop_front();
    own.or_else(|| threads.iter().find_map(|tasks| tasks.ready.front().copied()))
}
