//! The life of a connection: however it ends, that client only, and nothing is left behind.

use std::time::Duration;

use io_models::Model;
use rustix::net::{SendFlags, send, sockopt};

use crate::{
    bytes::{all_bytes, bulk, request},
    case::Case,
    client::Client,
    need::Need,
    observe::{self, Holdings},
    server::Server,
    settings::Settings,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("half_close_gets_megabytes_of_replies", half_close_gets_megabytes_of_replies),
    Case::new("reset_in_the_middle_of_a_request", reset_in_the_middle_of_a_request),
    Case::new("reset_in_the_middle_of_a_reply", reset_in_the_middle_of_a_reply),
    Case::new("gone_before_it_is_accepted", gone_before_it_is_accepted),
    Case::new("thousands_come_and_go", thousands_come_and_go),
    Case::new("urgent_data", urgent_data),
    Case::new("small_replies_are_not_delayed", small_replies_are_not_delayed),
    Case::new("silent_clients_are_closed_in_time", silent_clients_are_closed_in_time),
    Case::new("clients_that_take_nothing_are_closed", clients_that_take_nothing_are_closed),
    Case::new("who_speaks_now_and_then_stays", who_speaks_now_and_then_stays),
    Case::new("leaving_while_asleep", leaving_while_asleep).needs(&[Need::TwoClients]),
    Case::new("a_number_that_is_used_again", a_number_that_is_used_again)
        .needs(&[Need::TwoClients]),
];

fn half_close_gets_megabytes_of_replies(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let value = all_bytes(1 << 20);
    alice.ask(&request(&[b"SET", b"key", &value]), b"+OK\r\n");
    alice.send(&b"GET key\r\n".repeat(20));
    alice.finish();
    alice.expect(&bulk(&value).repeat(20));
    alice.expect_end();
    server.stop();
}

fn reset_in_the_middle_of_a_request(model: &'static Model) {
    let server = Server::start(model);
    let before = settled(&server);
    for long in [3, 50_000].repeat(10) {
        let mut alice = server.client();
        alice.send(b"*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$100000\r\n");
        alice.send(&all_bytes(long));
        alice.reset();
    }
    comes_back(&server, before);
    server.connect().ask(b"GET key\r\n", b"$-1\r\n");
    server.stop();
}

fn reset_in_the_middle_of_a_reply(model: &'static Model) {
    let server = Server::start(model);
    let before = settled(&server);
    for _ in 0..20 {
        let mut alice = server.connect().holds_little();
        store_large(&mut alice);
        // More than the two kernel's buffers hold: the server is in the middle of sending.
        alice.send(&b"GET large\r\n".repeat(50));
        alice.expect(b"$1048576\r\n\0\x01\x02");
        alice.reset();
    }
    leaves_nothing(server, before);
}

fn gone_before_it_is_accepted(model: &'static Model) {
    let server = Server::start(model);
    let before = settled(&server);
    let stopped = server.process().stopped();
    for i in 0..50 {
        let mut client = server.connect();
        client.send(b"PING\r\n");
        if i % 2 == 0 { client.reset() } else { drop(client) }
    }
    drop(stopped);
    leaves_nothing(server, before);
}

fn thousands_come_and_go(model: &'static Model) {
    // So few that each has had a client soon, and has taken what it keeps.
    let server = Server::with(model, Settings { threads: Some(4), ..Settings::default() });
    (0..100).for_each(|_| drop(server.client()));
    let before = settled(&server);
    let memory = server.process().memory();
    // To make a process takes a hundred times what it takes to accept. What a child may leave behind
    // is itself or a descriptor, and one of them is seen.
    let number = if model.one_store { 3_000 } else { 1_000 };
    for i in 0..number {
        let client = server.client();
        if i % 2 == 0 {
            client.reset();
        }
    }
    comes_back(&server, before);
    let more = server.process().memory().saturating_sub(memory);
    assert!(more < 1 << 20, "{more} bytes are left behind by clients that have gone");
    server.stop();
}

fn urgent_data(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.client();
    for _ in 0..10 {
        send(&alice.stream, b"!", SendFlags::OOB).expect("the connection is there");
        alice.ping();
    }
    send(&alice.stream, b"!", SendFlags::OOB).expect("the connection is there");
    let spun = server.process().busy_for(Duration::from_millis(300));
    assert!(spun < Duration::from_millis(50), "an urgent byte keeps it busy: {spun:?}");
    alice.ping();
    server.stop();
}

/// Each socket that it has accepted is looked at: TCP_NODELAY is set.
fn small_replies_are_not_delayed(model: &'static Model) {
    let server = Server::start(model);
    let _alice = server.client();
    let mut connected = 0;
    for socket in server
        .sockets()
        .into_iter()
        .filter(|socket| sockopt::socket_acceptconn(socket) == Ok(false))
    {
        let no_delay = sockopt::tcp_nodelay(&socket);
        connected += usize::from(no_delay.is_ok());
        assert_ne!(no_delay, Ok(false), "a client's socket delays what is small");
    }
    assert!(connected > 0, "there is no socket to look at");
    server.stop();
}

fn silent_clients_are_closed_in_time(model: &'static Model) {
    let server = Server::with(model, Settings { idle: Some(200), ..Settings::default() });
    let mut alice = server.client();
    alice.expect_end();
    let mut bob = server.client();
    bob.send(b"*1\r\n$4\r\nPI");
    bob.expect_end();
    server.stop();
}

fn clients_that_take_nothing_are_closed(model: &'static Model) {
    let server = Server::with(model, Settings { idle: Some(1_000), ..Settings::default() });
    let before = settled(&server);
    let mut alice = server.connect().holds_little();
    store_large(&mut alice);
    alice.send(&b"GET large\r\n".repeat(50));
    comes_back(&server, before);
    server.stop();
}

fn who_speaks_now_and_then_stays(model: &'static Model) {
    let server = Server::with(model, Settings { idle: Some(1_000), ..Settings::default() });
    let mut alice = server.client();
    for _ in 0..3 {
        // Longer in all than the server is patient; it must be asleep for that long.
        std::thread::sleep(Duration::from_millis(400));
        alice.ping();
    }
    server.stop();
}

/// A server that has many clients notices; one that waits for the time to pass can't.
fn leaving_while_asleep(model: &'static Model) {
    let server = Server::start(model);
    let before = settled(&server);
    for _ in 0..5 {
        let mut alice = server.client();
        alice.ask(b"PING\r\nDEBUG SLEEP 0.2\r\nSET key value\r\n", b"+PONG\r\n");
        alice.reset();
    }
    leaves_nothing(server, before);
}

/// In one batch of events: old clients leave by their own request, new ones come.
fn a_number_that_is_used_again(model: &'static Model) {
    let server = Server::start(model);
    let mut clients: Vec<Client> = (0..30).map(|_| server.client()).collect();
    for round in 0..50 {
        let stopped = server.process().stopped();
        let mut leaving: Vec<_> = clients.drain(..15).collect();
        clients.extend((0..15).map(|_| server.connect()));
        leaving.iter_mut().for_each(|client| client.send(b"QUIT\r\n"));
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(format!("ECHO {round}-{number}\r\n").as_bytes());
        }
        drop(stopped);
        leaving.into_iter().for_each(has_left);
        for (number, client) in clients.iter_mut().enumerate() {
            client.expect(&bulk(format!("{round}-{number}").as_bytes()));
        }
    }
    server.stop();
}

fn has_left(mut client: Client) {
    client.expect(b"+OK\r\n");
    client.expect_end();
}

/// A value of 1 MiB, and the memory for it taken and given back once.
pub(crate) fn store_large(alice: &mut Client) {
    let value = all_bytes(1 << 20);
    alice.ask(&request(&[b"SET", b"large", &value]), b"+OK\r\n");
    alice.ask(b"GET large\r\n", &bulk(&value));
}

/// What a server holds that has served, and serves no one now.
pub(crate) fn settled(server: &Server) -> Holdings {
    let mut client = server.client();
    // The end comes from the server: one that the client makes may still be on its way to it, though
    // it rests.
    client.finish();
    client.expect_end();
    server.process().settled(server.can_rest())
}

/// All that the clients took has come back.
#[track_caller]
pub(crate) fn comes_back(server: &Server, before: Holdings) {
    observe::comes_back(&server.process(), before);
}

/// All that the clients took has come back, and the next one is served.
#[track_caller]
pub(crate) fn leaves_nothing(server: Server, before: Holdings) {
    comes_back(&server, before);
    server.client();
    server.stop();
}
