//! What the executor promises to any future, with or without sockets.

use std::{
    cell::{Cell, RefCell},
    future::{pending, poll_fn},
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    pin::pin,
    rc::Rc,
    sync::{Arc, Mutex},
    task::{Poll, Waker},
    thread,
    time::Duration,
};

use io_models::{
    Server,
    executor::{Either, Executor, Source, select, sleep, spawn, spawn_joined, within, yield_now},
    shutdown,
};

fn run<T>(future: impl Future<Output = T>) -> T {
    let executor = Executor::new().expect("there are descriptors");
    executor.block_on(future).expect("epoll_wait(2) does not fail")
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
        for task in tasks {
            task.await.unwrap();
        }
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
        spawn_joined_in(async move {
            poll_fn(|context| {
                keep.lock().unwrap().replace(context.waker().clone());
                Poll::Ready(())
            })
            .await;
        })
        .await;
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

#[test]
fn timers_fire_in_the_order_of_their_time() {
    let said = Rc::new(RefCell::new(Vec::new()));
    run(async {
        // So far apart that all of them wait before the first is due, under Miri too.
        let tasks = [600, 200, 400].map(|time| {
            let (said, time_passes) = (Rc::clone(&said), sleep(Duration::from_millis(time)));
            spawn_joined(async move {
                time_passes.await;
                said.borrow_mut().push(time);
            })
        });
        for task in tasks {
            task.await.unwrap();
        }
    });
    assert_eq!(*said.borrow(), [200, 400, 600]);
}

#[test]
fn who_is_too_slow_is_dropped() {
    let dropped = Rc::new(Cell::new(false));
    let late = run(async {
        let slow = Box::pin(async {
            let _dropped = Dropped(Rc::clone(&dropped));
            pending::<()>().await;
        });
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
        spawn(async move {
            let _in_task = in_task;
            pending::<()>().await;
        });
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
            scope.spawn(|| {
                let mut client = TcpStream::connect(address).unwrap();
                for _ in 0..100 {
                    client.write_all(b"hello\n").unwrap();
                    let mut bytes = [0; 6];
                    client.read_exact(&mut bytes).unwrap();
                    assert_eq!(&bytes, b"hello\n");
                }
            });
        }
    });
}
