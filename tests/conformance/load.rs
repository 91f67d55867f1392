//! Crowds: more clients at once than a server expects, has room for, or is told of.

use std::time::Duration;

use io_models::{Model, Room};

use crate::{
    bytes::{all_bytes, bulk, request},
    case::Case,
    client::Client,
    life::{comes_back, settled},
    need::Need,
    observe::Holdings,
    rest::rests,
    server::Server,
    settings::Settings,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("a_hundred_send_much_at_once", a_hundred_send_much_at_once),
    Case::new("five_hundred_at_once", five_hundred_at_once),
    Case::new("a_hundred_while_it_is_stopped", a_hundred_while_it_is_stopped),
    Case::new("over_the_limit_waits_in_the_backlog", over_the_limit_waits_in_the_backlog),
    Case::new("no_room_for_signals", no_room_for_signals).needs(&[Need::Signals]),
    Case::new("a_descriptor_beyond_the_sets_is_refused", a_descriptor_beyond_the_sets_is_refused)
        .needs(&[Need::SelectSets]),
    Case::new("thousands_of_idle_clients", thousands_of_idle_clients)
        .needs(&[Need::Crowd, Need::Quiet]),
];

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

/// More than all buffers that a server may have provided hold (io_uring's ENOBUFS): what found none
/// is received later.
fn a_hundred_send_much_at_once(model: &'static Model) {
    let server = Server::with(model, Settings { threads: Some(128), ..Settings::default() });
    let set = request(&[b"SET", b"key", &all_bytes(100_000)]);
    let mut clients: Vec<_> = (0..100).map(|_| server.connect()).collect();
    if model.room != Room::One {
        clients.iter_mut().for_each(Client::ping);
    }
    let stopped = server.process().stopped();
    for client in &mut clients {
        client.send(&set);
        client.finish();
    }
    drop(stopped);
    for client in &mut clients {
        client.expect(b"+OK\r\n");
        client.expect_end();
    }
    server.stop();
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
        inside.iter_mut().for_each(Client::ping);
    }
    outside.iter().for_each(Client::expect_nothing_yet);
    let spun = server.process().busy_for(Duration::from_millis(200));
    assert!(spun < Duration::from_millis(50), "clients that wait outside keep it busy: {spun:?}");
    drop(inside);
    for mut client in outside {
        // In the order in which they came; each leaves for the next one.
        client.expect(b"+PONG\r\n");
    }
    server.stop();
}

fn hears_why(mut outside: Client) {
    // More than the server looks at: it must not cost the client the reason.
    outside.send(&b"PING\r\n".repeat(1_000));
    outside.expect(b"-ERR max number of clients reached: ");
    outside.expect(b"select(2) has no room for this one\r\n");
    outside.expect_end();
}

/// A client that comes too late hears why; the others are served, and so is the next when one left.
fn a_descriptor_beyond_the_sets_is_refused(model: &'static Model) {
    let server = Server::with(model, Settings { descriptors: Some(2_000), ..Settings::default() });
    let free = 1_024 - settled(&server).descriptors;
    let mut inside: Vec<_> = (0..free).map(|_| server.client()).collect();
    let before = server.process().holdings();
    for _ in 0..3 {
        hears_why(server.connect());
    }
    inside.iter_mut().for_each(Client::ping);
    comes_back(&server, before);
    inside.pop();
    comes_back(&server, Holdings { descriptors: before.descriptors - 1, ..before });
    server.client();
    server.stop();
}

fn thousands_of_idle_clients(model: &'static Model) {
    let server = Server::start(model);
    drop(server.client());
    let before = server.process().memory();
    // One is accepted a turn, and in each turn poll(2) looks at all that are there: the work grows as
    // the square.
    let number = if model.name == "poll" { 3_000 } else { 10_000 };
    let mut clients = Vec::with_capacity(number);
    while clients.len() < number {
        clients.extend(a_hundred(&server));
    }
    let each = (server.process().memory() - before) / clients.len();
    assert!(each < 1024, "{each} bytes for each of {number} clients that do nothing");
    for client in clients.iter_mut().step_by(500) {
        client.ping();
    }
    rests(&server);
    let stopped = server.process().stopped();
    clients.into_iter().for_each(Client::reset);
    drop(stopped);
    server.client();
    server.stop();
}

/// A hundred clients that have been served, all of them in a few turns of the server.
fn a_hundred(server: &Server) -> Vec<Client> {
    let stopped = server.process().stopped();
    let mut clients: Vec<_> = (0..100).map(|_| server.connect()).collect();
    clients.iter_mut().for_each(|client| client.send(b"PING\r\n"));
    drop(stopped);
    clients.iter_mut().for_each(|client| client.expect(b"+PONG\r\n"));
    clients
}
