//! How the kernel does what it does, as its own tracepoints tell while the server serves.

use guide::tracefs::available;

use crate::watched::{Client, Watch};

/// Whether the kernel's tracepoints can be listened to; where they can't, watching says why, once.
fn is_told_how() -> bool {
    let Err(why) = available() else { return true };
    let mut watch = Watch::new(&["--kernel", "--", "epoll"]);
    watch.line(&["clients", "kernel", "server"]);
    watch.signal("INT");
    let (status, text, complaint) = watch.end();
    assert!(status.success(), "{text}");
    let why = why.to_string();
    assert_eq!((text + &complaint).matches(&why).count(), 1, "{complaint}");
    false
}

/// A model while a client asks once: how its task is woken, and in whose time the copy is made.
fn shows(model: &str, waits: &str, wakes: &str, copies: &str) {
    if !is_told_how() {
        return;
    }
    let mut watch = Watch::new(&["--kernel", "--", model]);
    let mut alice = Client::new(watch.address());
    watch.line(&["a connection arrives"]);
    watch.line(&[waits, "… waits"]);
    assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["6 bytes arrive"]);
    watch.line(&[wakes]);
    watch.line(&[copies]);
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success(), "{text}");
}

#[test]
fn a_server_on_epoll() {
    shows("epoll", "epoll_wait(", "└ epoll wakes server", "server copies 6 of 6 bytes");
}

#[test]
fn a_ring() {
    shows("uring", "io_uring_enter(", "└ ring wakes server", "server copies 6 of 6 bytes");
}

#[test]
fn a_thread_for_each_client() {
    shows("threads", "recvfrom(", "└ socket wakes thread ", "copies 6 of 6");
}

/// What others do for a model in their own time: whoever sends it bytes lets the kernel do this. When
/// that is read is the clock's affair, so it may stand before what arrives or after it.
fn shows_of_others(model: &str, sleeps: &[&str], tells: &[&str]) {
    if !is_told_how() {
        return;
    }
    let mut watch = Watch::new(&["--kernel", "--", model]);
    let mut alice = Client::new(watch.address());
    sleeps.iter().for_each(|row| drop(watch.line(&[row])));
    assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["alice \"+PONG\\r\\n\" ◀"]);
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success(), "{text}");
    tells.iter().for_each(|row| assert!(text.contains(row), "no row has {row}:\n{text}"));
}

#[test]
fn a_signal_that_a_client_lets_the_kernel_queue() {
    let sleeps = ["recvfrom(alice) = EAGAIN", "sigtimedwait() … waits"];
    shows_of_others("sigio", &sleeps, &["├ queues SIGRTMIN"]);
}

#[test]
fn what_a_client_gives_a_ring_to_do() {
    let tells = ["├ recv alice has work to do", "completes recv alice = 6"];
    shows_of_others("uring", &["arms recv alice", "… waits"], &tells);
}
