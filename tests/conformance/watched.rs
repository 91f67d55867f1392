//! Clients whom the kernel would not watch, for want of room or memory: they are told, in all models
//! that have them watched. And whoever is watched stays so.

use io_models::Model;

use crate::{
    case::Case,
    moments::{calm, log, parts, start},
    need::Need,
    server::Server,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("who_can_not_be_is_told", who_can_not_be_is_told).needs(NEEDS),
    Case::new("who_is_stays_so", who_is_stays_so).needs(NEEDS),
];

const NEEDS: &[Need] = &[Need::Watches, Need::Tool("strace")];

/// A client comes whom the kernel would not watch: it is told, though it has asked for something, and
/// the connection ends in order. The next one is served.
fn who_can_not_be_is_told(model: &'static Model) {
    let (call, place) = watches_a_client(&calm(model)).expect("it watches its clients");
    for error in ["ENOMEM", "ENOSPC"] {
        let server = Server::traced(model, &format!("{call}:error={error}:when={place}"));
        let stopped = server.process().stopped();
        let mut alice = server.connect();
        alice.send(b"PING\r\n");
        drop(stopped);
        alice.expect(NOT_WATCHED);
        alice.expect_end();
        server.client();
        server.stop();
    }
}

/// A client that sends more while nobody may read it gets into the kernel's list once, and not again:
/// there may be no room then.
fn who_is_stays_so(model: &'static Model) {
    let log = log(model, |server| {
        let mut alice = server.client();
        alice.send(b"DEBUG SLEEP 0.2\r\n");
        for _ in 0..3 {
            alice.send(b"PING\r\n");
            server.client();
        }
        alice.expect(b"+OK\r\n+PONG\r\n+PONG\r\n+PONG\r\n");
    });
    let calls = log.lines().filter_map(parts).collect::<Vec<_>>();
    let watched = calls[start(&calls, false)..].iter().filter(|(.., rest)| watches(rest));
    assert_eq!(watched.count(), 4, "alice, and three others");
}

/// The first call by which a client gets into the kernel's list, and which one of its kind it is.
fn watches_a_client(log: &str) -> Option<(String, usize)> {
    let calls = log.lines().filter_map(parts).collect::<Vec<_>>();
    let start = start(&calls, false);
    let at = start + calls.iter().skip(start).position(|(.., rest)| watches(rest))?;
    let (thread, call, _) = calls[at];
    let same = calls[..=at].iter().filter(|(by, made, _)| (*by, *made) == (thread, call));
    Some((call.to_owned(), same.count()))
}

/// Whether it is a client: the listener of `cores` comes back into the list of each thread, as an
/// exclusive one.
fn watches(arguments: &str) -> bool {
    let adds = arguments.contains("EPOLL_CTL_ADD") || arguments.contains("F_SETOWN_EX");
    adds && !arguments.contains("EPOLLEXCLUSIVE")
}

const NOT_WATCHED: &[u8] =
    b"-ERR max number of clients reached: the kernel has no room to watch this one\r\n";
