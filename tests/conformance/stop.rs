//! The end of a server: what has arrived is answered whole, and it is over in time.

use io_models::Model;
use rustix::process::Signal;

use crate::{
    bytes::{all_bytes, bulk},
    case::Case,
    client::{Client, PATIENCE},
    life::store_large,
    observe::eventually,
    scarcity::short_of_descriptors,
    server::{STOPS_WITHIN, Server},
    settings::Settings,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("without_a_client", without_a_client),
    Case::new("at_ctrl_c", at_ctrl_c),
    Case::new("while_clients_are_silent", while_clients_are_silent),
    Case::new("while_a_request_is_half_there", while_a_request_is_half_there),
    Case::new("while_a_long_request_is_half_there", while_a_long_request_is_half_there),
    Case::new("while_a_client_sleeps", while_a_client_sleeps),
    Case::new("while_a_client_never_reads", while_a_client_never_reads),
    Case::new("while_a_client_sends_without_end", while_a_client_sends_without_end),
    Case::new("requests_that_have_arrived_are_answered", requests_that_have_arrived_are_answered),
    Case::new("slow_readers_get_all", slow_readers_get_all),
    Case::new("while_descriptors_are_out", while_descriptors_are_out),
    Case::new("no_new_clients", no_new_clients),
    Case::new("a_second_signal_ends_it_at_once", a_second_signal_ends_it_at_once),
];

fn without_a_client(model: &'static Model) {
    let server = patient(model);
    server.client();
    server.stop();
}

fn at_ctrl_c(model: &'static Model) {
    let server = patient(model);
    let mut alice = server.client();
    server.signal(Signal::INT);
    alice.expect_end();
    server.has_stopped();
}

fn while_clients_are_silent(model: &'static Model) {
    let server = patient(model);
    let mut clients = some_clients(model, &server);
    server.signal(Signal::TERM);
    clients.iter_mut().for_each(Client::expect_end);
    server.has_stopped();
}

fn while_a_request_is_half_there(model: &'static Model) {
    let server = patient(model);
    let mut alice = server.connect();
    alice.ask(b"PING\r\n*2\r\n$4\r\nECHO\r\n$100\r\nxyz", b"+PONG\r\n");
    server.signal(Signal::TERM);
    alice.expect_end();
    server.has_stopped();
}

fn while_a_long_request_is_half_there(model: &'static Model) {
    let server = patient(model);
    let mut alice = server.client();
    alice.send(b"PING\r\n*2\r\n$4\r\nECHO\r\n$1000000\r\n");
    alice.expect(b"+PONG\r\n");
    alice.send(&all_bytes(500_000));
    server.signal(Signal::TERM);
    alice.expect_end();
    server.has_stopped();
}

/// It is woken at once, and what it has asked for behind that is answered.
fn while_a_client_sleeps(model: &'static Model) {
    let server = patient(model);
    let mut clients = some_clients(model, &server);
    for client in &mut clients {
        client.ask(b"PING\r\nDEBUG SLEEP 1000\r\nDEBUG SLEEP 1e18\r\nECHO hi\r\n", b"+PONG\r\n");
    }
    server.signal(Signal::TERM);
    for client in &mut clients {
        client.expect(b"+OK\r\n+OK\r\n$2\r\nhi\r\n");
        client.expect_end();
    }
    server.has_stopped();
}

fn while_a_client_never_reads(model: &'static Model) {
    let server = Server::start(model);
    let mut clients = some_clients(model, &server);
    for client in &mut clients {
        store_large(client);
        client.send(&b"GET large\r\n".repeat(50));
        client.expect(b"$1048576\r\n");
    }
    server.stop();
}

fn while_a_client_sends_without_end(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.client();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let blank = b"\r\n".repeat(1_000);
            while std::io::Write::write_all(&mut alice.stream, &blank).is_ok() {}
        });
        server.stop();
    });
}

fn requests_that_have_arrived_are_answered(model: &'static Model) {
    let server = patient(model);
    let mut clients = some_clients(model, &server);
    let stopped = server.process().stopped();
    for (number, client) in clients.iter_mut().enumerate() {
        client.send(&format!("ECHO {number}\r\n").repeat(2_000).into_bytes());
        client.send(b"ECHO this is not all");
    }
    server.signal(Signal::TERM);
    drop(stopped);
    for (number, client) in clients.iter_mut().enumerate() {
        client.expect(&bulk(number.to_string().as_bytes()).repeat(2_000));
        client.expect_end();
    }
    server.has_stopped();
}

/// They begin to read when the server has been asked to stop, and take their time.
fn slow_readers_get_all(model: &'static Model) {
    let server = patient(model);
    let mut clients = some_clients(model, &server);
    for client in &mut clients {
        store_large(client);
        client.ask(&[b"PING\r\n", &b"GET large\r\n".repeat(15)[..]].concat(), b"+PONG\r\n");
    }
    server.signal(Signal::TERM);
    takes_no_one(&server);
    for client in &mut clients {
        client.expect(&bulk(&all_bytes(1 << 20)).repeat(15));
        client.expect_end();
    }
    server.has_stopped();
}

fn while_descriptors_are_out(model: &'static Model) {
    let server = short_of_descriptors(model);
    let mut alice = server.client();
    let waiting: Vec<_> = (0..40).map(|_| server.connect()).collect();
    server.signal(Signal::TERM);
    alice.expect_end();
    server.has_stopped();
    drop(waiting);
}

fn no_new_clients(model: &'static Model) {
    let server = patient(model);
    let mut alice = server.client();
    store_large(&mut alice);
    // It can't stop yet: alice is to have these first.
    alice.ask(&[b"PING\r\n", &b"GET large\r\n".repeat(15)[..]].concat(), b"+PONG\r\n");
    server.signal(Signal::TERM);
    takes_no_one(&server);
    alice.reset();
    server.has_stopped();
}

fn a_second_signal_ends_it_at_once(model: &'static Model) {
    let mut server = patient(model);
    let mut alice = server.client();
    store_large(&mut alice);
    alice.ask(&[b"PING\r\n", &b"GET large\r\n".repeat(50)[..]].concat(), b"+PONG\r\n");
    server.signal(Signal::TERM);
    takes_no_one(&server);
    server.signal(Signal::TERM);
    let status = server.exit();
    assert!(!status.success(), "it stopped as if all were well");
}

/// One that has stopped in time has not waited for its grace to be over.
fn patient(model: &'static Model) -> Server {
    let grace = 4 * STOPS_WITHIN.as_secs();
    Server::with(model, Settings { grace: Some(grace), ..Settings::default() })
}

/// As many as the model serves at once, few of them.
fn some_clients(model: &Model, server: &Server) -> Vec<Client> {
    (0..if model.one_at_a_time() { 1 } else { 5 }).map(|_| server.client()).collect()
}

/// The listener does not listen any more.
#[track_caller]
fn takes_no_one(server: &Server) {
    eventually("new clients are refused", PATIENCE, || {
        std::net::TcpStream::connect(server.address).is_err()
    });
}
