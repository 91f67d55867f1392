//! A client that one thread hands to another by a futex: the wake-up has its row while the server serves
//! for real, in the place where it happened.

use crate::{
    python::{AT_ONCE, PYTHON, has_python},
    watched::{Client, Watch},
};

/// One client of the server that hands it over in this way; what was shown, if there is Python.
fn shows(way: &str) -> Option<String> {
    if !has_python(way) {
        return None;
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/handed.py");
    let [alone, bare] = AT_ONCE;
    let line = ["--", "env", "LISTEN_ADDRESS={address}", &PYTHON, alone, bare, file, way];
    let mut watch = Watch::new(&line);
    let address = watch.address();
    watch.line(&["accept4(listener) … waits"]);
    let mut alice = Client::new(address);
    assert_eq!(alice.asks("hello\n", 6), "hello\n");
    drop(alice);
    watch.line(&["close(alice) = 0"]);
    watch.signal("INT");
    let (_, text, _) = watch.end();
    Some(text)
}

/// Whether the wake-up stands between the call that made the client and the first one of its thread.
fn assert_told(text: &str) {
    let (before, after) = text.split_once("server    futex(wake) = ").unwrap_or_else(|| {
        panic!("no wake-up:\n{text}");
    });
    let thread = after.lines().next().unwrap();
    let takes_up = format!("{thread}  recvfrom(alice)");
    assert!(before.contains("accept4(listener) = alice"), "{text}");
    assert!(!before.contains(&takes_up) && after.contains(&takes_up), "{text}");
}

#[test]
fn by_a_queue() {
    shows("queue").iter().for_each(|text| assert_told(text));
}

#[test]
fn by_a_condition() {
    shows("condition").iter().for_each(|text| assert_told(text));
}

#[test]
fn a_lock_is_not_told() {
    if let Some(text) = shows("lock") {
        assert!(!text.contains("futex"), "{text}");
    }
}
