//! Too many, too much, and nothing at all: crowds, descriptors that run out, storms, and rest.

use std::time::{Duration, Instant};

use io_models::Model;
use rustix::process::{Resource, Rlimit, Signal, getrlimit, prlimit};

use crate::{
    bytes::bulk,
    case::Case,
    client::{Client, PATIENCE},
    life::{comes_back, settled},
    need::Need,
    observe::{Holdings, eventually},
    server::Server,
    settings::Settings,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("five_hundred_at_once", five_hundred_at_once),
    Case::new("a_hundred_while_it_is_stopped", a_hundred_while_it_is_stopped),
    Case::new("over_the_limit_waits_in_the_backlog", over_the_limit_waits_in_the_backlog),
    Case::new("out_of_descriptors", out_of_descriptors).needs(OUT_OF_DESCRIPTORS),
    Case::new("out_of_descriptors_until_clients_leave", out_of_descriptors_until_clients_leave)
        .needs(OUT_OF_DESCRIPTORS),
    Case::new("not_one_descriptor_left", not_one_descriptor_left).needs(&[Need::Quiet]),
    Case::new("no_room_for_signals", no_room_for_signals).needs(&[Need::Signals]),
    Case::new("a_descriptor_beyond_the_sets_is_refused", a_descriptor_beyond_the_sets_is_refused)
        .needs(&[Need::Sets]),
    Case::new("rests_when_there_is_nothing_to_do", rests_when_there_is_nothing_to_do)
        .needs(&[Need::Rest, Need::Quiet]),
    Case::new("rests_after_work", rests_after_work).needs(&[Need::Rest, Need::Quiet]),
    Case::new("stopped_and_continued_again_and_again", stopped_and_continued_again_and_again),
    Case::new("ten_thousand_idle_clients", ten_thousand_idle_clients)
        .needs(&[Need::Crowd, Need::Quiet]),
];

const OUT_OF_DESCRIPTORS: &[Need] = &[Need::Company, Need::OneProcess, Need::Quiet];

fn five_hundred_at_once(model: &'static Model) {
    let server = Server::with(model, Settings { threads: Some(512), ..Settings::default() });
    all_are_served((0..500).map(|_| server.connect()).collect());
    server.stop();
}

fn a_hundred_while_it_is_stopped(model: &'static Model) {
    let server = Server::with(model, Settings { threads: Some(128), ..Settings::default() });
    server.client();
    let stopped = server.process().stopped();
    let clients = (0..100).map(|_| server.connect()).collect();
    drop(stopped);
    all_are_served(clients);
    server.stop();
}

/// More clients than signals that can wait; the others are told of by a signal without a name.
fn no_room_for_signals(model: &'static Model) {
    for room in [0, 2] {
        let server = Server::with(model, Settings { signals: Some(room), ..Settings::default() });
        let mut clients: Vec<_> = (0..100).map(|_| server.client()).collect();
        for number in 0..20 {
            let echo = format!("ECHO {number}\r\n");
            clients.iter_mut().for_each(|client| client.send(echo.as_bytes()));
            let reply = bulk(number.to_string().as_bytes());
            clients.iter_mut().for_each(|client| client.expect(&reply));
        }
        let stopped = server.process().stopped();
        clients.extend((0..100).map(|_| server.connect()));
        drop(stopped);
        all_are_served(clients);
        server.stop();
    }
}

/// Each of them asks before the first reads; also one after the other they are served.
fn all_are_served(mut clients: Vec<Client>) {
    for client in &mut clients {
        client.send(b"PING\r\n");
        client.finish();
    }
    for client in &mut clients {
        client.expect(b"+PONG\r\n");
        client.expect_end();
    }
}

fn over_the_limit_waits_in_the_backlog(model: &'static Model) {
    let most = if model.one_at_a_time() { 1 } else { 3 };
    let limits = Settings { connections: Some(most), threads: Some(most), ..Settings::default() };
    let server = Server::with(model, limits);
    let mut inside: Vec<_> = (0..most).map(|_| server.client()).collect();
    let mut outside: Vec<_> = (0..5).map(|_| server.connect()).collect();
    for client in &mut outside {
        client.send(b"PING\r\n");
    }
    for _ in 0..50 {
        inside.iter_mut().for_each(Client::ping_soon);
    }
    outside.iter().for_each(Client::expect_nothing_yet);
    let spun = server.process().busy_for(Duration::from_millis(200));
    assert!(spun < Duration::from_millis(50), "who waits outside keeps it busy: {spun:?}");
    drop(inside);
    for mut client in outside {
        // In the order in which they came; each leaves for the next one.
        client.expect(b"+PONG\r\n");
    }
    server.stop();
}

/// Few descriptors, many clients; then descriptors are there again.
fn out_of_descriptors(model: &'static Model) {
    let server = short_of_descriptors(model);
    let mut alice = server.client();
    let mut crowd = ask_all(&server, 40);
    stays_calm(&server, &mut alice);
    let waiting = crowd.iter().filter(|client| has_nothing(client)).count();
    assert!(waiting > 10, "only {waiting} clients wait: the descriptors were not out");
    set_descriptors(&server, 1_024);
    let start = Instant::now();
    for client in &mut crowd {
        client.expect(b"+PONG\r\n");
    }
    assert!(start.elapsed() < Duration::from_secs(4), "recovered in {:?} only", start.elapsed());
    rests(&server);
    server.stop();
}

fn out_of_descriptors_until_clients_leave(model: &'static Model) {
    let server = short_of_descriptors(model);
    let mut alice = server.client();
    let mut crowd = ask_all(&server, 40);
    stays_calm(&server, &mut alice);
    // They come in their order: as soon as one has been served, it makes room for the next.
    let start = Instant::now();
    for mut client in crowd.drain(..) {
        client.expect(b"+PONG\r\n");
    }
    assert!(start.elapsed() < Duration::from_secs(4), "recovered in {:?} only", start.elapsed());
    stays_calm(&server, &mut alice);
    server.stop();
}

fn not_one_descriptor_left(model: &'static Model) {
    let server = Server::with(model, Settings { threads: Some(1), ..Settings::default() });
    let before = settled(&server);
    set_descriptors(&server, first_refused(&server, 0));
    // A thread that is in accept4(2) already has a descriptor for whom it waits for.
    drop(server.connect());
    comes_back(&server, before);
    let mut alice = server.connect();
    alice.send(b"PING\r\n");
    let spun = server.process().busy_for(Duration::from_millis(500));
    assert!(spun < Duration::from_millis(300), "busy for {spun:?} of half a second");
    set_descriptors(&server, 1_024);
    alice.expect(b"+PONG\r\n");
    rests(&server);
    server.stop();
}

/// Who comes too late hears why; who is there is served, and so is the next one when one has left.
fn a_descriptor_beyond_the_sets_is_refused(model: &'static Model) {
    let server = Server::with(model, Settings { descriptors: Some(2_000), ..Settings::default() });
    let free = 1_024 - settled(&server).descriptors;
    let mut inside: Vec<_> = (0..free).map(|_| server.client()).collect();
    let before = server.process().holdings();
    for _ in 0..3 {
        let mut outside = server.connect();
        // More than the server looks at: it must not cost the client the reason.
        outside.send(&b"PING\r\n".repeat(1_000));
        outside.expect(b"-ERR max number of clients reached: ");
        outside.expect(b"select(2) has no room for this one\r\n");
        outside.expect_end();
    }
    inside.iter_mut().for_each(Client::ping);
    comes_back(&server, before);
    inside.pop();
    comes_back(&server, Holdings { descriptors: before.descriptors - 1, ..before });
    server.client();
    server.stop();
}

fn ask_all(server: &Server, number: usize) -> Vec<Client> {
    let mut clients: Vec<_> = (0..number).map(|_| server.connect()).collect();
    for client in &mut clients {
        client.send(b"PING\r\n");
    }
    clients
}

/// Who is there is served, and no more than 60 % of a processor are used.
fn stays_calm(server: &Server, alice: &mut Client) {
    for _ in 0..10 {
        alice.ping_soon();
    }
    let spun = server.process().busy_for(Duration::from_secs(1));
    assert!(spun < Duration::from_millis(600), "busy for {spun:?} of a second");
    alice.ping_soon();
}

fn has_nothing(client: &Client) -> bool {
    client.stream.set_nonblocking(true).expect("it is a socket");
    let nothing = client.stream.peek(&mut [0]).is_err();
    client.stream.set_nonblocking(false).expect("it is a socket");
    nothing
}

/// A server that may have a few descriptors more than it takes to serve no one.
pub(crate) fn short_of_descriptors(model: &'static Model) -> Server {
    let other = Server::start(model);
    settled(&other);
    let most = Some(first_refused(&other, 16));
    Server::with(model, Settings { descriptors: most, ..Settings::default() })
}

/// The limit (RLIMIT_NOFILE) that lets it have so many descriptors more than it has now.
pub(crate) fn first_refused(server: &Server, more: usize) -> u64 {
    let taken = server.process().descriptors();
    let number = (0_i32..).filter(|number| !taken.contains(number)).nth(more);
    number.expect("there are numbers without end").unsigned_abs().into()
}

pub(crate) fn set_descriptors(server: &Server, most: u64) {
    let limit = Rlimit { current: Some(most), ..getrlimit(Resource::Nofile) };
    prlimit(Some(server.pid()), Resource::Nofile, limit).expect("the server is ours");
}

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

/// Also after a sleep, a pause and a client who was slow.
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

fn ten_thousand_idle_clients(model: &'static Model) {
    let server = Server::start(model);
    drop(server.client());
    let before = server.process().memory();
    let mut clients = Vec::with_capacity(10_000);
    for _ in 0..10_000 {
        clients.push(server.client());
    }
    let each = (server.process().memory() - before) / clients.len();
    assert!(each < 1024, "{each} bytes for each of 10,000 clients that do nothing");
    for client in clients.iter_mut().step_by(500) {
        client.ping_soon();
    }
    rests(&server);
    clients.into_iter().for_each(Client::reset);
    server.client();
    server.stop();
}
