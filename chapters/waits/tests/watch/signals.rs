//! Signals that come to a server while it serves for real.

use crate::watched::{Client, Watch};

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
