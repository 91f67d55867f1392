//! A server that is started to be watched: the rows of its clients, in the words of the transcripts.

use crate::watched::{Client, Watch};

/// One client asks and leaves; what was shown of that.
fn shows(model: &str, options: &[&str]) -> String {
    let mut watch = Watch::new(&[options, &["--", model]].concat());
    let mut alice = Client::new(watch.address());
    watch.line(&["clients", "server"]);
    assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["alice \"+PONG\\r\\n\" ◀", "= 7"]);
    drop(alice);
    watch.line(&["close(alice) = 0"]);
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success(), "{status}:\n{text}");
    assert!(text.contains("Clients are not held back: the order is the clock's."), "{text}");
    assert!(text.ends_with("The server exits."), "{text}");
    text
}

/// Whether a row has all these words, and which.
fn row<'text>(text: &'text str, words: &[&str]) -> &'text str {
    let found = text.lines().find(|line| words.iter().all(|word| line.contains(word)));
    found.unwrap_or_else(|| panic!("no row has {words:?} in it:\n{text}"))
}

#[test]
fn a_blocking_server() {
    let text = shows("blocking", &[]);
    row(&text, &["alice connect ──", "accept4(listener) = alice"]);
    row(&text, &["alice \"PING\\r\\n\" ──", "recvfrom(alice) = 6"]);
    row(&text, &["alice end ──", "recvfrom(alice) = 0"]);
}

#[test]
fn a_server_of_threads() {
    let text = shows("threads", &[]);
    row(&text, &["accept4(listener) … waits"]);
    row(&text, &["⋮ the same", "times more"]);
    row(&text, &["alice \"PING\\r\\n\" ──", "▶ thread", "recvfrom(alice) = 6"]);
}

#[test]
fn a_server_of_processes() {
    let text = shows("processes", &[]);
    row(&text, &["= child 1"]);
    row(&text, &["alice \"PING\\r\\n\" ──", "▶ child 1", "recvfrom(alice) = 6"]);
    row(&text, &["child 1", "exits"]);
}

#[test]
fn a_server_on_epoll() {
    let text = shows("epoll", &[]);
    row(&text, &["(The server sets up: epoll"]);
    row(&text, &["epoll_ctl(add alice readable"]);
    row(&text, &["epoll_wait(epoll", "= alice readable"]);
}

#[test]
fn a_server_on_io_uring() {
    let text = shows("uring", &[]);
    row(&text, &["alice \"PING\\r\\n\" ──", "▶", "completed: recv_multishot(alice) = 6"]);
}

#[test]
fn rounds_for_nothing_are_told_once() {
    let mut watch = Watch::new(&["--", "nonblocking"]);
    let mut alice = Client::new(watch.address());
    watch.line(&["accept4(listener) = alice"]);
    watch.line(&["… and round again, for nothing"]);
    assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["alice \"PING\\r\\n\" ──", "▶ recvfrom(alice) = 6"]);
    watch.line(&["… and round again, for nothing"]);
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success() && text.lines().count() < 60, "it floods:\n{text}");
}

#[test]
fn each_call_by_which_it_sets_itself_up() {
    let text = shows("epoll", &["--all"]);
    row(&text, &["= epoll"]);
    assert!(!text.contains("sets up"), "{text}");
}

#[test]
fn what_the_kernel_does_between() {
    let mut watch = Watch::new(&["--kernel", "--", "epoll"]);
    let address = watch.address();
    watch.line(&["clients", "kernel", "server"]);
    let mut alice = Client::new(address);
    watch.line(&["alice ──", "▶ a connection arrives"]);
    watch.line(&["epoll_ctl(add alice readable) = 0"]);
    watch.line(&["epoll_wait(epoll) … waits"]);
    assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n");
    watch.line(&["alice ──", "▶ 6 bytes arrive"]);
    watch.line(&["wakes server ──", "▶ epoll_wait(epoll) = alice readable"]);
    watch.line(&["alice \"PING\\r\\n\" ──", "copies 6 of 6 bytes ──", "▶ recvfrom(alice) = 6"]);
    drop(alice);
    watch.line(&["alice ──", "▶ the end arrives"]);
    watch.signal("INT");
    assert!(watch.end().0.success());
}

#[test]
fn a_client_that_is_not_accepted_and_what_it_has_sent() {
    let mut watch = Watch::new(&["--kernel", "--", "blocking"]);
    let address = watch.address();
    let mut alice = Client::new(address);
    watch.line(&["recvfrom(alice", "… waits"]);
    let mut bob = Client::new(address);
    bob.says("PING\r\n");
    watch.line(&["6 bytes of bob wait"]);
    alice.asks("PING\r\n", 7);
    watch.line(&["sendto(alice) = 7"]);
    watch.signal("TERM");
    assert!(watch.end().0.success());
}

#[test]
fn the_line_that_made_a_call() {
    let text = shows("epoll", &["--lines"]);
    let row = row(&text, &["recvfrom(alice) = 6"]);
    assert!(row.contains(".rs:"), "{row}");
}

#[test]
fn clients_have_the_names_of_the_transcripts() {
    let mut watch = Watch::new(&["--", "epoll"]);
    let address = watch.address();
    let mut all = Vec::new();
    for name in ["alice", "bob", "carol", "dave", "client-5"] {
        all.push(Client::new(address));
        watch.line(&["accept4(listener) = ", name]);
    }
    watch.signal("INT");
    assert!(watch.end().0.success());
}

#[test]
fn what_repeats_is_counted() {
    let mut watch = Watch::new(&["--", "blocking"]);
    let mut alice = Client::new(watch.address());
    for _ in 0..1_000 {
        assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n");
    }
    drop(alice);
    watch.line(&["close(alice) = 0"]);
    watch.signal("INT");
    let (_, text, _) = watch.end();
    row(&text, &["⋮ the same", "times more"]);
    // Without the counts two rows for each request, and one more where the server has waited for it.
    assert!(text.lines().count() < 1_000, "it floods:\n{text}");
}
