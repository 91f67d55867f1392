//! What the executor promises to any future, with or without sockets.

use std::{
    cell::{Cell, RefCell},
    future::{pending, poll_fn},
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    panic::{self, AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    rc::Rc,
    sync::{Arc, Mutex},
    task::{Context, Poll, Wake, Waker},
    thread,
    time::{Duration, Instant},
};

use io_models::{
    Server,
    executor::{
        Either, Executor, Join, Sleep, Source, join, select, sleep, spawn, spawn_joined, within,
        yield_now,
    },
    shutdown,
};

pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let executor = Executor::new().expect("there are descriptors");
    executor.block_on(future).expect("epoll_wait(2) does not fail")
}

/// So often that the executor looks several times who is due, and after other threads.
async fn many_turns() {
    for _ in 0..1000 {
        yield_now().await;
    }
}

/// A time is over, and who was due in it is woken, also where it was over at once.
async fn passes(duration: Duration) {
    sleep(duration).await;
    many_turns().await;
}

/// A wait that has begun, and was not over when it began.
pub(crate) fn begin(duration: Duration, waker: &Waker) -> Sleep {
    loop {
        let mut wait = sleep(duration);
        if Pin::new(&mut wait).poll(&mut Context::from_waker(waker)).is_pending() {
            return wait;
        }
    }
}

/// A future that hands its waker out, and is done when it is polled once more.
async fn handed_out(give: impl FnOnce(Waker)) {
    let mut give = Some(give);
    poll_fn(|context| match give.take() {
        Some(give) => {
            give(context.waker().clone());
            Poll::Pending
        }
        None => Poll::Ready(()),
    })
    .await;
}

/// Says so when it is dropped.
struct Dropped(Rc<Cell<bool>>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// Waits for ever, and holds what it is given for so long.
async fn never<T>(held: T) {
    let _held = held;
    pending::<()>().await;
}

/// All of them have ended.
async fn all<const N: usize>(tasks: [Join<()>; N]) {
    for task in tasks {
        task.await.expect("nobody aborts it");
    }
}

#[test]
fn tasks_take_turns_in_the_order_in_which_they_were_woken() {
    let said = Rc::new(RefCell::new(Vec::new()));
    run(async {
        let tasks = ["a", "b", "c"].map(|name| {
            let said = Rc::clone(&said);
            spawn_joined(async move {
                for _ in 0..2 {
                    said.borrow_mut().push(name);
                    yield_now().await;
                }
            })
        });
        all(tasks).await;
    });
    assert_eq!(*said.borrow(), ["a", "b", "c", "a", "b", "c"]);
}

#[test]
fn a_wake_up_that_comes_while_the_task_runs_is_kept() {
    let polls = run(spawn_joined_in(async {
        let mut polls = 0;
        poll_fn(|context| {
            polls += 1;
            context.waker().wake_by_ref();
            context.waker().wake_by_ref();
            if polls == 10 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        polls
    }));
    assert_eq!(polls, Some(10));
}

async fn spawn_joined_in<T: 'static>(task: impl Future<Output = T> + 'static) -> Option<T> {
    spawn_joined(task).await
}

#[test]
fn who_panics_ends_alone() {
    let other = run(async {
        let bad = spawn_joined(async {
            yield_now().await;
            panic!("on purpose");
        });
        let good = spawn_joined(async {
            yield_now().await;
            yield_now().await;
            7
        });
        (bad.await, good.await)
    });
    assert_eq!(other, (None::<()>, Some(7)));
}

#[test]
fn another_thread_wakes_a_task() {
    for _ in 0..if cfg!(miri) { 3 } else { 300 } {
        run(async {
            handed_out(|waker| _ = thread::spawn(move || waker.wake())).await;
            spawn_joined_in(handed_out(|waker| _ = thread::spawn(move || waker.wake()))).await
        });
    }
}

#[test]
fn many_threads_wake_many_tasks() {
    run(async {
        let tasks = [(); 8].map(|()| {
            spawn_joined(async {
                for _ in 0..if cfg!(miri) { 2 } else { 100 } {
                    handed_out(|waker| _ = thread::spawn(move || waker.wake())).await;
                }
            })
        });
        for task in tasks {
            task.await.unwrap();
        }
    });
}

#[test]
fn a_waker_may_outlive_its_task_and_its_executor() {
    let kept = Arc::new(Mutex::new(None));
    run(async {
        let keep = Arc::clone(&kept);
        let ends_at_once = poll_fn(move |context| {
            keep.lock().unwrap().replace(context.waker().clone());
            Poll::Ready(())
        });
        spawn_joined_in(ends_at_once).await;
        kept.lock().unwrap().as_ref().unwrap().wake_by_ref();
        // It takes the place of the one that has ended; to be woken for that one does no harm.
        assert_eq!(spawn_joined_in(async { 1 }).await, Some(1));
    });
    let waker = kept.lock().unwrap().take().unwrap();
    waker.wake_by_ref();
    run(async { waker.wake_by_ref() });
    thread::spawn(move || waker.wake()).join().unwrap();
}

#[test]
fn an_executor_may_run_inside_another() {
    let inner = run(async {
        let task = spawn_joined(yield_now());
        let inner = run(async { spawn_joined_in(async { 3 }).await });
        task.await.unwrap();
        inner
    });
    assert_eq!(inner, Some(3));
}

/// Says its number when it is woken.
struct Says(u32, Arc<Mutex<Vec<u32>>>);

impl Wake for Says {
    fn wake(self: Arc<Self>) {
        self.1.lock().expect("no waker panics").push(self.0);
    }
}

/// Waits that end in another order than that in which they began, each with its number for its
/// waker, and a time that is longer than theirs. No machine is too slow: each time that the first
/// may have been due before the last began, all of them begin again, further apart.
fn out_of_order(said: &Arc<Mutex<Vec<u32>>>) -> ([Sleep; 3], Duration) {
    let mut apart = Duration::from_millis(1);
    loop {
        let now = Instant::now();
        let waits = [3, 1, 2].map(|number| {
            let waker = Waker::from(Arc::new(Says(number, Arc::clone(said))));
            let mut wait = sleep(apart * number);
            _ = Pin::new(&mut wait).poll(&mut Context::from_waker(&waker));
            wait
        });
        if now.elapsed() < apart {
            return (waits, apart * 4);
        }
        apart *= 2;
    }
}

#[test]
fn timers_fire_in_the_order_of_their_time() {
    let said = Arc::default();
    run(async {
        let (_waits, longer) = out_of_order(&said);
        passes(longer).await;
    });
    assert_eq!(*said.lock().unwrap(), [1, 2, 3]);
}

#[test]
fn who_is_too_slow_is_dropped() {
    let dropped = Rc::new(Cell::new(false));
    let late = run(async {
        let slow = Box::pin(never(Dropped(Rc::clone(&dropped))));
        within(Duration::from_millis(1), slow).await
    });
    assert!(late.is_none() && dropped.get());
}

#[test]
fn the_first_of_two_decides() {
    let first = run(async {
        let slow = pin!(async {
            yield_now().await;
            "slow"
        });
        select(slow, pin!(async { "fast" })).await
    });
    assert_eq!(first, Either::Second("fast"));
}

#[test]
fn what_is_not_done_at_the_end_is_dropped() {
    let dropped = Rc::new(Cell::new(false));
    let in_task = Dropped(Rc::clone(&dropped));
    run(async {
        spawn(never(in_task));
        yield_now().await;
    });
    assert!(dropped.get());
}

/// It is reported, leaves the list, and is put in again when somebody waits for it.
#[test]
#[cfg_attr(miri, ignore = "Miri knows no epoll that is level-triggered")]
fn a_socket_that_is_ready_while_nobody_waits() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    run(async {
        let source = Source::new(listener);
        let waited = within(Duration::from_millis(1), source.readable()).await;
        assert!(waited.is_none());
        let _client = TcpStream::connect(address).unwrap();
        sleep(Duration::from_millis(20)).await;
        source.readable().await.unwrap();
    });
}

/// The step of chapter 12 in which two threads meet; a sanitizer can watch them here.
#[test]
#[cfg_attr(miri, ignore = "Miri knows no epoll that is level-triggered")]
fn a_reactor_on_a_thread_of_its_own() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (_stop, stopped) = shutdown::pair().unwrap();
    let mut steps = chapter_12::CHAPTER.steps.iter();
    let serve = steps.find(|step| step.name == "two-threads").unwrap().serve;
    thread::spawn(move || serve(Server::new(listener.into(), stopped)));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| hears_echoes(TcpStream::connect(address).unwrap()));
        }
    });
}

fn hears_echoes(mut client: TcpStream) {
    for _ in 0..100 {
        client.write_all(b"hello\n").expect("the server reads");
        let mut bytes = [0; 6];
        client.read_exact(&mut bytes).expect("the server answers");
        assert_eq!(&bytes, b"hello\n");
    }
}

#[test]
fn two_are_joined_and_neither_is_polled_after_it_is_done() {
    let both = run(async {
        let (a, b) = (async { 1 }, async {
            yield_now().await;
            yield_now().await;
            2
        });
        join(a, b).await
    });
    assert_eq!(both, (1, 2));
}

#[test]
fn a_task_that_is_aborted_is_dropped_where_it_waits() {
    let dropped = Rc::new(Cell::new(false));
    let in_task = Dropped(Rc::clone(&dropped));
    let output = run(async move {
        let task = spawn_joined(never(in_task));
        yield_now().await;
        task.abort();
        task.abort();
        // Its place is taken by another, which the next order is not for.
        let other = spawn_joined(async {
            yield_now().await;
            3
        });
        task.abort();
        (task.await, other.await)
    });
    assert_eq!((output, dropped.get()), ((None, Some(3)), true));
}

#[test]
fn a_task_may_abort_itself() {
    run(async {
        let mine = Rc::new(RefCell::new(None::<Join<()>>));
        let (its, went_on) = (Rc::clone(&mine), Rc::new(Cell::new(false)));
        let goes_on = Rc::clone(&went_on);
        let task = spawn_joined(async move {
            its.borrow().as_ref().unwrap().abort();
            yield_now().await;
            goes_on.set(true);
        });
        mine.replace(Some(task));
        for _ in 0..3 {
            yield_now().await;
        }
        assert!(!went_on.get());
        assert_eq!(spawn_joined_in(async { 4 }).await, Some(4));
    });
}

#[test]
fn a_task_that_is_done_keeps_its_output_when_it_is_aborted() {
    let output = run(async {
        let task = spawn_joined(async { 5 });
        yield_now().await;
        yield_now().await;
        task.abort();
        task.await
    });
    assert_eq!(output, Some(5));
}

#[test]
fn what_has_said_its_end_says_so_when_it_is_polled_again() {
    assert!(is_refused_when_it_has_ended(|| spawn_joined(async {})));
    assert!(is_refused_when_it_has_ended(|| select(sleep(Duration::ZERO), sleep(Duration::ZERO))));
}

/// Whether it panics if it is waited for once more.
fn is_refused_when_it_has_ended<T: Future + Unpin>(begin: fn() -> T) -> bool {
    let mut has_ended = false;
    let again = catch_unwind(AssertUnwindSafe(|| {
        run(async {
            let mut future = begin();
            (&mut future).await;
            has_ended = true;
            (&mut future).await
        })
    }));
    has_ended && again.is_err()
}

/// Where a panic is dropped, it panics; and so does the next one.
struct Payload;

impl Drop for Payload {
    fn drop(&mut self) {
        panic::panic_any(Self);
    }
}

#[test]
fn a_panic_that_panics_ends_its_task_alone() {
    let output = run(async {
        let bad = spawn_joined(async { panic::panic_any(Payload) });
        (bad.await, spawn_joined_in(async { 6 }).await)
    });
    assert_eq!(output, (None::<()>, Some(6)));
}

/// Panics when it is dropped, and when it is polled if it has been told to.
struct Noisy {
    dropped: Rc<Cell<usize>>,
    when_polled: bool,
}

impl Future for Noisy {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        assert!(!self.when_polled, "when it is polled");
        Poll::Pending
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + 1);
        panic!("when it is dropped");
    }
}

/// At the end of the executor, after a panic of the same task, and when it is aborted.
#[test]
fn a_destructor_that_panics_ends_its_task_alone() {
    let dropped = Rc::new(Cell::new(0));
    let noisy = |when_polled| Noisy { dropped: Rc::clone(&dropped), when_polled };
    let output = run(async {
        for _ in 0..3 {
            spawn(noisy(false));
            spawn(noisy(true));
        }
        let task = spawn_joined(noisy(false));
        yield_now().await;
        task.abort();
        task.await
    });
    assert_eq!((output, dropped.get()), (None, 7));
}

/// It has its output already: that is not lost.
#[test]
fn a_first_future_that_panics_when_it_is_dropped() {
    struct Root;
    impl Future for Root {
        type Output = i32;
        fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<i32> {
            Poll::Ready(8)
        }
    }
    impl Drop for Root {
        fn drop(&mut self) {
            panic!("on purpose");
        }
    }
    assert_eq!(run(Root), 8);
}

/// The tasks are dropped inside of their executor, where they may still spawn.
#[test]
fn a_first_future_that_panics_takes_all_tasks_with_it() {
    let dropped = Rc::new(Cell::new(0));
    let ended = catch_unwind(AssertUnwindSafe(|| {
        run(async {
            for _ in 0..3 {
                spawn(Noisy { dropped: Rc::clone(&dropped), when_polled: false });
            }
            yield_now().await;
            panic!("on purpose");
        });
    }));
    assert!(ended.is_err());
    assert_eq!(dropped.get(), 3);
}

/// Spawns itself again each time that it is dropped.
struct Again(Rc<Cell<usize>>);

impl Drop for Again {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        spawn(never(Self(Rc::clone(&self.0))));
    }
}

#[test]
#[cfg_attr(miri, ignore = "what is left behind is a leak, on purpose")]
fn a_task_that_spawns_itself_again_is_left_behind() {
    let dropped = Rc::new(Cell::new(0));
    let first = Again(Rc::clone(&dropped));
    run(async move {
        spawn(never(first));
        yield_now().await;
    });
    assert!(dropped.get() > 1);
}

thread_local!(static OTHERS: RefCell<Vec<Sleep>> = const { RefCell::new(Vec::new()) });

/// Lets go of other waits: when it is called, when it is dropped, and then it panics.
struct LetsGo;

impl Wake for LetsGo {
    fn wake(self: Arc<Self>) {
        OTHERS.with_borrow_mut(Vec::pop);
        panic!("a waker of others");
    }
}

impl Drop for LetsGo {
    fn drop(&mut self) {
        _ = OTHERS.try_with(|others| others.borrow_mut().pop());
    }
}

#[test]
fn a_waker_may_do_anything() {
    run(async {
        let lets_go = |duration| begin(duration, &Waker::from(Arc::new(LetsGo)));
        let long = (0..8).map(|_| lets_go(Duration::from_secs(60))).collect::<Vec<_>>();
        let time = Duration::from_millis(500);
        let short = lets_go(time);
        OTHERS.set(long);
        // It is later than the other one, for it has begun later.
        passes(time).await;
        assert!(OTHERS.with_borrow(Vec::len) < 8, "it was called");
        drop(short);
        OTHERS.take();
    });
}

/// It tells nobody's waker a second time, and the last one always.
#[test]
fn a_task_is_woken_by_its_last_waker() {
    run(async {
        let mut task = spawn_joined(yield_now());
        let mut nobody = Context::from_waker(Waker::noop());
        assert!(Pin::new(&mut task).poll(&mut nobody).is_pending());
        assert_eq!(within(Duration::from_secs(60), task).await, Some(Some(())));
    });
}

/// How often one task is woken by another thread, while a poll takes long, takes no memory.
#[test]
fn many_wake_ups_of_one_task_are_one() {
    let polls = Rc::new(Cell::new(0));
    run(async {
        let counted = Rc::clone(&polls);
        let (give, waker) = std::sync::mpsc::channel();
        spawn(poll_fn(move |context| {
            counted.set(counted.get() + 1);
            _ = give.send(context.waker().clone());
            Poll::Pending
        }));
        yield_now().await;
        let waker = waker.recv().unwrap();
        let wakes = move || (0..1000).for_each(|_| waker.wake_by_ref());
        thread::spawn(wakes).join().unwrap();
        many_turns().await;
    });
    assert_eq!(polls.get(), 2);
}

/// No stream of wake-ups keeps the executor from its timers and sockets.
#[test]
fn a_task_that_wakes_itself_does_not_starve_the_others() {
    run(async {
        spawn(poll_fn(|context| {
            context.waker().wake_by_ref();
            Poll::<()>::Pending
        }));
        sleep(Duration::from_millis(1)).await;
    });
}
