//! What the executor promises of sockets, whatever is done with a `Source` and what it returns.

#![cfg(not(miri))]
#![expect(clippy::unwrap_used, reason = "a test")]

use std::{
    cell::Cell,
    future::{pending, poll_fn},
    io::{Read, Write},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use io_models::executor::{
    Either, Executor, Source, join, select, sleep, spawn_joined, within, yield_now,
};
use rustix::time::{ClockId, clock_gettime};

use crate::executor::{begin, run};

const LONG: Duration = Duration::from_secs(60);

/// Two ends that do not block.
fn pair() -> (UnixStream, UnixStream) {
    let (ours, peer) = UnixStream::pair().unwrap();
    ours.set_nonblocking(true).unwrap();
    (ours, peer)
}

/// How much of a pause this thread was at work, in hundredths.
async fn share_of(pause: Duration) -> u128 {
    let at_work = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Duration::try_from(time).unwrap()
    };
    let before = at_work();
    sleep(pause).await;
    (at_work() - before).as_nanos() * 100 / pause.as_nanos()
}

/// A pause in which a thread that spins is at work nearly all the time, and one that rests is not.
async fn rests() -> bool {
    share_of(Duration::from_millis(300)).await < 20
}

fn fill(mut socket: &UnixStream) {
    while socket.write(&[0; 4096]).is_ok() {}
}

#[test]
fn a_wait_that_is_kept_costs_nothing() {
    run(async {
        let (ours, mut peer) = pair();
        let ours = Source::new(ours);
        let mut ready = pin!(ours.readable());
        _ = select(&mut ready, sleep(Duration::from_millis(1))).await;
        peer.write_all(b"x").unwrap();
        assert!(rests().await);
        ready.await.unwrap();
    });
}

#[test]
fn a_connection_that_has_ended_costs_nothing() {
    run(async {
        let (ours, peer) = pair();
        fill(&ours);
        let ours = Source::new(ours);
        let (mut read, mut write) = (pin!(ours.readable()), pin!(ours.writable()));
        let both = select(&mut read, &mut write);
        _ = within(Duration::from_millis(1), both).await;
        drop(peer);
        assert!(rests().await);
        read.await.unwrap();
        write.await.unwrap();
    });
}

#[test]
fn a_source_that_is_gone_costs_nothing_though_its_description_lives() {
    run(async {
        let (ours, mut peer) = pair();
        let _second = ours.try_clone().unwrap();
        let ours = Source::new(ours);
        _ = within(Duration::from_millis(1), ours.readable()).await;
        drop(ours);
        peer.write_all(b"x").unwrap();
        assert!(rests().await);
    });
}

#[test]
fn a_wait_that_has_not_begun_undoes_nothing() {
    run(async {
        let (ours, mut peer) = pair();
        let ours = Rc::new(Source::new(ours));
        let waiting = Rc::clone(&ours);
        let task = spawn_joined(async move { waiting.readable().await.is_ok() });
        yield_now().await;
        yield_now().await;
        drop((ours.readable(), ours.writable()));
        peer.write_all(b"x").unwrap();
        assert_eq!(within(LONG, task).await, Some(Some(true)));
    });
}

#[test]
fn reading_and_writing_are_waited_for_side_by_side() {
    run(async {
        let (ours, _peer) = pair();
        let ours = Source::new(ours);
        let first = select(ours.readable(), ours.writable()).await;
        assert!(matches!(first, Either::Second(Ok(()))), "nothing to read, and room");
        drop(ours);

        let (ours, mut peer) = pair();
        fill(&ours);
        let ours = Source::new(ours);
        peer.write_all(b"x").unwrap();
        let first = select(ours.readable(), ours.writable()).await;
        assert!(matches!(first, Either::First(Ok(()))), "something to read, and no room");
    });
}

/// More than all buffers hold.
const ALL: usize = 1 << 20;

async fn write_all(to: &Source<UnixStream>) {
    let mut sent = 0;
    while sent < ALL {
        sent += to.write(&vec![1; ALL - sent]).await.unwrap();
    }
}

async fn read_all(from: &Source<UnixStream>) {
    let (mut bytes, mut received) = ([0; 4096], 0);
    while received < ALL {
        received += from.read(&mut bytes).await.unwrap();
    }
}

/// All of it goes both ways at once: a task that could do only one would wait for ever.
#[test]
fn a_source_is_read_and_written_at_once() {
    let done = run(async {
        let (a, b) = UnixStream::pair().unwrap();
        let (a, b) = (Source::new(a), Source::new(b));
        let work = pin!(join(join(write_all(&a), write_all(&b)), async {
            // Only when both are stuck.
            sleep(Duration::from_millis(5)).await;
            join(read_all(&a), read_all(&b)).await
        },));
        within(LONG, work).await
    });
    assert!(done.is_some());
}

#[test]
fn the_last_waker_is_called() {
    run(async {
        let (ours, mut peer) = pair();
        let ours = Source::new(ours);
        let mut ready = ours.readable();
        let mut nobody = Context::from_waker(Waker::noop());
        assert!(Pin::new(&mut ready).poll(&mut nobody).is_pending());
        let mut time = begin(Duration::from_millis(5), Waker::noop());
        assert_eq!(within(LONG, &mut time).await, Some(()));
        let (ready, ()) = join(within(LONG, &mut ready), async {
            peer.write_all(b"x").unwrap();
        })
        .await;
        assert!(ready.is_some());
    });
}

/// Polled because something else has happened: it is not ready.
#[test]
fn to_be_polled_again_is_not_to_be_ready() {
    run(async {
        let (ours, _peer) = pair();
        let ours = Source::new(ours);
        let times = pin!(async {
            for _ in 0..3 {
                yield_now().await;
            }
        });
        assert!(matches!(select(ours.readable(), times).await, Either::Second(())));
    });
}

#[test]
#[should_panic(expected = "two futures wait for one direction")]
fn two_waits_for_one_direction_are_refused() {
    run(async {
        let (ours, _peer) = pair();
        let ours = Source::new(ours);
        _ = join(ours.readable(), ours.readable()).await;
    });
}

/// Whether it panics, for it would wait in one executor and be woken by another.
fn is_refused(work: impl FnOnce()) -> bool {
    let why = catch_unwind(AssertUnwindSafe(work)).unwrap_err();
    why.downcast_ref::<&str>().is_some_and(|why| why.contains("of one executor"))
}

#[test]
fn what_another_executor_would_wake_is_refused() {
    // Every time, and not only where it would wait.
    for duration in [Duration::from_millis(1), Duration::ZERO] {
        assert!(is_refused(|| run(run(poll_fn(|_| Poll::Ready(sleep(duration)))))));
    }
    assert!(is_refused(|| {
        let (ours, _peer) = pair();
        let source = run(async { Source::new(ours) });
        _ = run(source.writable());
    }));
    assert!(is_refused(|| {
        _ = run(async { run(spawn_joined(pending::<()>())) });
    }));
}

/// One descriptor or another, as it is told: epoll's list has the one, and is asked for the other.
struct Changes {
    sockets: [UnixStream; 2],
    which: Cell<usize>,
}

impl AsFd for Changes {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.sockets[self.which.get()].as_fd()
    }
}

#[test]
fn an_error_of_the_kernel_is_told_each_time() {
    run(async {
        let (first, second) = pair();
        let source = Source::new(Changes { sockets: [first, second], which: Cell::new(0) });
        _ = within(Duration::from_millis(1), source.readable()).await;
        source.get_ref().which.set(1);
        for _ in 0..3 {
            let refused = within(LONG, source.writable()).await;
            assert!(refused.expect("it does not wait").is_err());
        }
        source.get_ref().which.set(0);
        let waited = within(Duration::from_millis(1), source.readable()).await;
        assert!(waited.is_none(), "it can be waited for again");
    });
}

/// A file is no socket (EPERM, epoll_ctl(2)).
#[test]
fn what_cannot_be_waited_for_says_so() {
    run(async {
        let file = std::fs::File::open("/proc/self/status").and(std::fs::File::open("Cargo.toml"));
        let Ok(file) = file else { return };
        let file = Source::new(file);
        for _ in 0..2 {
            assert!(within(LONG, file.readable()).await.expect("it does not wait").is_err());
        }
    });
}

/// Its destructor lets go of another source, in the same reactor.
#[test]
fn a_descriptor_may_take_a_source_with_it() {
    struct Takes(UnixStream, Option<Source<UnixStream>>);
    impl AsFd for Takes {
        fn as_fd(&self) -> BorrowedFd<'_> {
            self.0.as_fd()
        }
    }
    run(async {
        let ((ours, _peer), (others, _far)) = (pair(), pair());
        let source = Source::new(Takes(ours, Some(Source::new(others))));
        _ = within(Duration::from_millis(1), source.readable()).await;
        assert!(source.get_ref().1.is_some());
        drop(source);
    });
}

#[test]
fn a_source_outlives_its_executor() {
    let (ours, mut peer) = pair();
    let source = Executor::new().unwrap().block_on(async { Source::new(ours) }).unwrap();
    peer.write_all(b"x").unwrap();
    let mut byte = [0];
    source.get_ref().read_exact(&mut byte).unwrap();
    assert_eq!(&byte, b"x");
}
