//! Descriptors, or room in the kernel's list, that run out: whoever is there is served, nobody is lost,
//! and nothing spins.

use std::time::Duration;

use io_models::Model;
use rustix::process::{Resource, Rlimit, getrlimit, prlimit};

use crate::{
    case::Case,
    client::Client,
    life::{comes_back, settled},
    need::Need,
    rest::rests,
    server::Server,
    settings::Settings,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("out_of_descriptors", out_of_descriptors).needs(&[
        Need::TwoClients,
        Need::OneProcess,
        Need::Memory,
    ]),
    Case::new("out_of_descriptors_until_clients_leave", out_of_descriptors_until_clients_leave)
        .needs(OUT_OF_DESCRIPTORS),
    Case::new("not_one_descriptor_left", not_one_descriptor_left),
    Case::new("a_limit_of_no_descriptors", a_limit_of_no_descriptors),
    Case::new("no_room_in_the_kernels_list", no_room_in_the_kernels_list)
        .needs(&[Need::Epoll, Need::Tool("strace")]),
];

const OUT_OF_DESCRIPTORS: &[Need] = &[Need::TwoClients, Need::OneProcess];

/// Few descriptors, many clients; then descriptors are there again.
fn out_of_descriptors(model: &'static Model) {
    let server = short_of_descriptors(model);
    let mut alice = server.client();
    let mut crowd = ask_all(&server, 40);
    stays_calm(&server, &mut alice);
    let waiting = crowd.iter().filter(|client| has_nothing(client)).count();
    assert!(waiting > 10, "only {waiting} clients wait: the descriptors were not out");
    set_descriptors(&server, 1_024);
    for client in &mut crowd {
        client.expect(b"+PONG\r\n");
    }
    rests(&server);
    server.stop();
}

fn out_of_descriptors_until_clients_leave(model: &'static Model) {
    let server = short_of_descriptors(model);
    let mut alice = server.client();
    let mut crowd = ask_all(&server, 40);
    stays_calm(&server, &mut alice);
    // They come in their order: as soon as one has been served, it makes room for the next.
    for mut client in crowd.drain(..) {
        client.expect(b"+PONG\r\n");
    }
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

/// Even a wait for one descriptor may be refused; it goes on when there is room again.
fn a_limit_of_no_descriptors(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.client();
    set_descriptors(&server, 0);
    alice.send(b"PING\r\n");
    let spun = server.process().busy_for(Duration::from_millis(500));
    assert!(spun < Duration::from_millis(300), "busy for {spun:?} of half a second");
    set_descriptors(&server, 1_024);
    alice.expect(b"+PONG\r\n");
    drop(alice);
    server.client();
    server.stop();
}

/// At most one client is turned away, and those after it are served.
fn no_room_in_the_kernels_list(model: &'static Model) {
    // The first six may be the server's own.
    for call in 7..=8 {
        let server = Server::traced(model, &format!("epoll_ctl:error=ENOSPC:when={call}"));
        let mut clients: Vec<_> = (0..6).map(|_| server.connect()).collect();
        let served = clients.iter_mut().filter_map(|client| {
            let mut reply = [0; 128];
            let len = client.is_told(b"PING\r\n", &mut reply)?;
            reply[..len].starts_with(b"+PONG\r\n").then_some(())
        });
        let served = served.count();
        assert!(served >= 5, "{served} of 6 are served");
        server.stop();
    }
}

fn ask_all(server: &Server, number: usize) -> Vec<Client> {
    let mut clients: Vec<_> = (0..number).map(|_| server.connect()).collect();
    for client in &mut clients {
        client.send(b"PING\r\n");
    }
    clients
}

/// A client that is there is served, and no more than 60 % of a processor are used.
fn stays_calm(server: &Server, alice: &mut Client) {
    for _ in 0..10 {
        alice.ping();
    }
    let spun = server.process().busy_for(Duration::from_secs(1));
    assert!(spun < Duration::from_millis(600), "busy for {spun:?} of a second");
    alice.ping();
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
