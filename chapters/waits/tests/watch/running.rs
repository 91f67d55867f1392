//! A server that runs already: it is taken with all that it has, and let go as it was.

use crate::watched::{Client, Server, Watch, signal};

/// Watches a model that has a client already, which asks again meanwhile.
fn lets_go_of(model: &str, ending: &str) {
    let server = Server::of(model);
    let mut earlier = Client::new(server.address);
    assert_eq!(earlier.asks("PING\r\n", 7), "+PONG\r\n");
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["One client was connected before: earlier-1."]);
    watch.line(&["clients", "server"]);
    assert_eq!(earlier.asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["earlier-1 \"PING\\r\\n\" ──", "(earlier-1) = 6"]);
    watch.line(&["earlier-1 \"+PONG\\r\\n\" ◀", "(earlier-1) = 7"]);
    watch.signal(ending);
    let (status, text, _) = watch.end();
    assert!(status.success(), "{status}:\n{text}");
    assert!(text.ends_with("goes on."), "{text}");
    drop(earlier);
    server.assert_unharmed();
}

#[test]
fn a_blocking_server() {
    lets_go_of("blocking", "INT");
}

#[test]
fn a_server_of_threads() {
    lets_go_of("threads", "INT");
}

#[test]
fn a_server_of_processes() {
    lets_go_of("processes", "TERM");
}

#[test]
fn a_server_that_asks_again_and_again() {
    lets_go_of("nonblocking", "INT");
}

#[test]
fn a_server_on_select() {
    lets_go_of("select", "INT");
}

#[test]
fn a_server_on_poll() {
    lets_go_of("poll", "HUP");
}

#[test]
fn a_server_on_epoll() {
    lets_go_of("epoll", "INT");
}

#[test]
fn a_server_on_signals() {
    lets_go_of("sigio", "INT");
}

#[test]
fn a_server_of_futures() {
    lets_go_of("executor", "INT");
}

#[test]
fn new_clients_of_a_running_server() {
    let server = Server::of("epoll");
    let _earlier = [Client::new(server.address), Client::new(server.address)];
    let mut probe = Client::new(server.address);
    probe.asks("PING\r\n", 7);
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["3 clients were connected before: earlier-1 to earlier-3."]);
    watch.line(&["clients", "server"]);
    let mut alice = Client::new(server.address);
    alice.asks("PING\r\n", 7);
    watch.line(&["accept4(listener) = alice"]);
    watch.line(&["alice \"+PONG\\r\\n\" ◀"]);
    watch.signal("INT");
    assert!(watch.end().0.success());
    server.assert_unharmed();
}

#[test]
fn threads_that_are_born_meanwhile_are_let_go_as_well() {
    let server = Server::of("threads");
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["clients", "server"]);
    let mut alice = Client::new(server.address);
    alice.asks("PING\r\n", 7);
    watch.line(&["alice \"+PONG\\r\\n\" ◀"]);
    watch.signal("INT");
    assert!(watch.end().0.success());
    assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n", "its thread serves it");
    server.assert_unharmed();
}

#[test]
fn a_ring_from_before_is_said_not_to_be_seen() {
    let server = Server::of("uring");
    Client::new(server.address).asks("PING\r\n", 7);
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["It has an io_uring from before"]);
    watch.line(&["clients", "server"]);
    Client::new(server.address).asks("PING\r\n", 7);
    watch.line(&["io_uring_enter"]);
    watch.signal("INT");
    assert!(watch.end().0.success());
    server.assert_unharmed();
}

#[test]
fn a_server_whose_watcher_is_killed_goes_on() {
    let server = Server::of("threads");
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["clients", "server"]);
    Client::new(server.address).asks("PING\r\n", 7);
    watch.line(&["alice \"+PONG\\r\\n\" ◀"]);
    watch.signal("KILL");
    watch.end();
    server.assert_unharmed();
}

#[test]
fn a_server_that_is_stopped_and_goes_on() {
    let server = Server::of("epoll");
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["epoll_wait(epoll", "… waits"]);
    signal(server.child.id(), "STOP");
    watch.line(&["is stopped by SIGSTOP"]);
    signal(server.child.id(), "CONT");
    Client::new(server.address).asks("PING\r\n", 7);
    watch.line(&["alice \"+PONG\\r\\n\" ◀"]);
    watch.signal("INT");
    assert!(watch.end().0.success());
    server.assert_unharmed();
}

#[test]
fn a_server_that_was_stopped_before_stays_so() {
    let server = Server::of("epoll");
    Client::new(server.address).asks("PING\r\n", 7);
    signal(server.child.id(), "STOP");
    let mut watch = Watch::new(&["--pid", &server.number()]);
    watch.line(&["is stopped by SIGSTOP"]);
    watch.signal("INT");
    assert!(watch.end().0.success());
    // The kernel lets it go on to where it stops.
    while server.threads_say("State:") == ["R (running)"] {}
    assert_eq!(server.threads_say("State:"), ["T (stopped)"]);
    signal(server.child.id(), "CONT");
    server.assert_unharmed();
}
