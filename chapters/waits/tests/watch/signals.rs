//! Signals that come to a server while it serves for real.

use std::process::Command;

use crate::{
    is_there,
    python::{AT_ONCE, PYTHON, has_python},
    watched::{Client, Server, Watch},
};

/// So many are sent.
const SIGNALS: usize = 30;

/// One that carries a value (sigqueue(3)) may come while the first thread is at a stop; it is that one's
/// all the same.
#[test]
fn each_is_the_first_threads() {
    if !has_python("signals") || !is_there("kill", "--version") {
        return;
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/first.py");
    let [alone, bare] = AT_ONCE;
    let server = Server::command(&[&PYTHON, alone, bare, file, "look"]);
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["and round again, for nothing"]);
    for _ in 0..SIGNALS {
        let mut kill = Command::new("kill");
        assert!(kill.args(["-q", "1", "-USR1", &server.number()]).status().unwrap().success());
    }
    // What repeats is counted.
    watch.line(&["server    SIGUSR1 arrives"]);
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success() && !text.contains("thread 1  SIGUSR1 arrives"), "{text}");
}

/// A server that is told of its clients by SIGIO and its like.
#[test]
fn that_tell_of_a_client() {
    let mut watch = Watch::new(&["--", "sigio"]);
    let address = watch.address();
    watch.line(&["sigtimedwait() … waits"]);
    let mut alice = Client::new(address);
    watch.line(&["sigtimedwait() = SIGRTMIN: listener readable"]);
    watch.line(&["accept4(listener) = alice"]);
    watch.line(&["sigtimedwait() … waits"]);
    assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["sigtimedwait() = SIGRTMIN: alice readable"]);
    watch.line(&["alice \"+PONG\\r\\n\" ◀"]);
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success() && text.contains("SIGINT arrives"), "{text}");
}
