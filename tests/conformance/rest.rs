//! Rest: a server that has nothing to do does nothing, also after work, and when it was stopped.

use std::time::Duration;

use io_models::Model;
use rustix::process::Signal;

use crate::{
    case::Case,
    client::{Client, PATIENCE},
    need::Need,
    observe::eventually,
    server::Server,
    settings::Settings,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("rests_when_there_is_nothing_to_do", rests_when_there_is_nothing_to_do)
        .needs(&[Need::Rest]),
    Case::new("rests_after_work", rests_after_work).needs(&[Need::Rest]),
    Case::new("stopped_and_continued_again_and_again", stopped_and_continued_again_and_again),
];

fn rests_when_there_is_nothing_to_do(model: &'static Model) {
    let server = Server::start(model);
    rests(&server);
    let number = if model.one_at_a_time() { 1 } else { 20 };
    let clients: Vec<_> = (0..number).map(|_| server.client()).collect();
    rests(&server);
    drop(clients);
    rests(&server);
    server.stop();
}

/// Also after a sleep, a pause and a client that was slow.
fn rests_after_work(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.client();
    alice.ask(b"DEBUG SLEEP 0.1\r\nPING\r\n", b"+OK\r\n+PONG\r\n");
    rests(&server);
    let requests = b"ECHO 0123456789abcdef\r\n".repeat(10_000);
    let sent = alice.send_until_stalled(&requests, requests.len());
    let replies = b"$16\r\n0123456789abcdef\r\n".repeat(sent.total / 23);
    alice.expect(&replies);
    rests(&server);
    server.stop();
}

/// It comes to rest, if it ever does: for a while, no thread of it runs or wakes up, not once.
#[track_caller]
pub(crate) fn rests(server: &Server) {
    if !server.can_rest() {
        return;
    }
    eventually("it rests", PATIENCE, || {
        let before = server.process().wake_ups();
        let busy = server.process().busy_for(Duration::from_millis(250));
        busy.is_zero() && server.process().wake_ups() == before
    });
}

fn stopped_and_continued_again_and_again(model: &'static Model) {
    // Calls with a time limit are interrupted by SIGCONT (signal(7)): so they all have one.
    let server = Server::with(model, Settings { idle: Some(60_000), ..Settings::default() });
    let mut alice = server.client();
    let number = if model.one_at_a_time() { 0 } else { 5 };
    let mut others: Vec<_> = (0..number).map(|_| server.client()).collect();
    for i in 0..200 {
        alice.send(b"PI");
        server.signal(Signal::STOP);
        alice.send(b"NG\r\nGET none\r\n");
        server.signal(Signal::CONT);
        if i % 10 == 0 {
            drop(server.process().stopped());
        }
        alice.expect(b"+PONG\r\n$-1\r\n");
        others.iter_mut().for_each(Client::ping);
    }
    server.stop();
}
