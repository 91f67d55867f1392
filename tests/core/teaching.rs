//! What the executors of chapters 11 and 12 must bear, as real clients see it.

#![cfg(not(miri))]
#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "../../chapters/11-executor/src/wait.rs"]
mod wait;

use std::{
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, mpsc},
    task::{Context, Poll, Wake, Waker},
    thread,
    time::Duration,
};

use guide::Chapter;
use io_models::{Server, shutdown};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// A client of a step that serves on a thread of its own. (It is not stopped: not every step can
/// be. It ends with the tests.)
fn client_of(chapter: &Chapter, name: &str) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = shutdown::pair().unwrap();
    let serve = chapter.steps.iter().find(|step| step.name == name).unwrap().serve;
    thread::spawn(move || {
        let _stop = stop;
        serve(Server::new(listener.into(), stopped))
    });
    TcpStream::connect(address).unwrap()
}

/// Sends all of it, as long as the server takes it, before it reads the first byte.
fn hears_all(mut client: TcpStream) {
    const ALL: usize = 16 << 20;
    client.set_nonblocking(true).unwrap();
    let (mut sent, mut heard, mut stalled) = (0, 0, false);
    let mut bytes = vec![b'x'; 1 << 16];
    while heard < ALL {
        match client.write(&bytes[..bytes.len().min(ALL - sent)]) {
            Ok(len @ 1..) => sent += len,
            // It takes no more, not even after a while: now somebody has to read.
            _ if sent < ALL && !stalled && goes_on(&client, PollFlags::OUT, A_WHILE) => {}
            _ => match client.read(&mut bytes) {
                Ok(0) => panic!("the server has left"),
                Ok(len) => (heard, stalled) = (heard + echoed(&bytes[..len]), true),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    let more = goes_on(&client, PollFlags::IN | PollFlags::OUT, LONG);
                    assert!(more, "of {ALL} bytes {sent} were taken and {heard} came back");
                }
                Err(error) => panic!("{error}"),
            },
        }
    }
}

/// How many of these bytes are the client's own. (One of the steps says good evening as well.)
fn echoed(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'x').count()
}

const A_WHILE: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
const LONG: Timespec = Timespec { tv_sec: 20, tv_nsec: 0 };

fn goes_on(client: &TcpStream, what: PollFlags, within: Timespec) -> bool {
    poll(&mut [PollFd::new(client, what)], Some(&within)).unwrap() > 0
}

#[test]
fn no_echo_loses_what_a_send_did_not_take() {
    thread::scope(|scope| {
        for (chapter, steps) in [
            (chapter_11::CHAPTER, &["run-queue", "block-on", "eventfd", "timers-join"][..]),
            (chapter_12::CHAPTER, &["one-thread", "two-threads"][..]),
        ] {
            for step in steps {
                scope.spawn(move || hears_all(client_of(&chapter, step)));
            }
        }
    });
}

#[test]
fn two_lines_in_one_piece_are_two_lines() {
    for step in ["kept", "taken-back"] {
        if step == "taken-back" && (io_models::uring::MODEL.available)().is_err() {
            continue;
        }
        let mut client = client_of(&chapter_12::CHAPTER, step);
        client.write_all(b"hello\nworld\n").unwrap();
        let mut bytes = [0; 16];
        client.read_exact(&mut bytes).unwrap();
        assert_eq!(&bytes, b"6 bytes\n6 bytes\n");
    }
}

/// A waker that tells another thread.
struct Tells(mpsc::Sender<()>);

impl Wake for Tells {
    fn wake(self: Arc<Self>) {
        _ = self.0.send(());
    }
}

/// The future of chapter 11, step 2, is polled with one waker and then with another.
#[test]
fn a_thread_calls_the_waker_of_the_last_poll() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (server, _) = listener.accept().unwrap();
    let mut echo = Box::pin(wait::echo(server.into()));
    assert!(echo.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    let (tell, woken) = mpsc::channel();
    let waker = Waker::from(Arc::new(Tells(tell)));
    let mut context = Context::from_waker(&waker);
    assert!(matches!(echo.as_mut().poll(&mut context), Poll::Pending));
    client.write_all(b"hello\n").unwrap();
    woken.recv_timeout(Duration::from_secs(60)).expect("the last waker is called");
}
