//! Who waits for whom: a client that is slow, greedy or asleep stalls only itself.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use io_models::Model;

use crate::{
    bytes::{all_bytes, bulk, request},
    case::Case,
    client::{Client, PATIENCE, Sent, uninterrupted},
    life::store_large,
    need::Need,
    observe::eventually,
    rest::rests,
    server::Server,
    settings::Settings,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("who_never_reads_stalls_alone", who_never_reads_stalls_alone),
    Case::new("who_never_reads_large_replies", who_never_reads_large_replies),
    Case::new("stalled_then_reads_on", stalled_then_reads_on),
    Case::new("pipelining_without_end", pipelining_without_end)
        .needs(&[Need::TwoClients, Need::Quiet]),
    Case::new("a_hundred_slow_senders", a_hundred_slow_senders).needs(&[Need::TwoClients]),
    Case::new("two_hundred_silent_clients", two_hundred_silent_clients).needs(&[Need::TwoClients]),
    Case::new("who_sleeps_holds_up_none_of_a_hundred", who_sleeps_holds_up_none_of_a_hundred)
        .needs(&[Need::TwoClients]),
    Case::new("who_never_reads_holds_up_none_of_a_hundred", who_never_reads_holds_up_none)
        .needs(&[Need::TwoClients]),
    Case::new("sleep_keeps_the_order", sleep_keeps_the_order),
    Case::new("after_half_close_it_sleeps_on", after_half_close_it_sleeps_on),
    Case::new("all_share_one_store", all_share_one_store)
        .needs(&[Need::TwoClients, Need::OneStore]),
];

/// What a server may take for one client that does not read, in bytes.
const BOUND: usize = 16 << 20;

fn who_never_reads_stalls_alone(model: &'static Model) {
    never_reads(model, &request(&[b"ECHO", &all_bytes(1 << 10)]));
    never_reads(model, b"PING\r\n");
}

fn who_never_reads_large_replies(model: &'static Model) {
    never_reads(model, b"GET large\r\n");
}

/// Sends the same request, 128 MiB of it if the server takes them, and reads no reply.
fn never_reads(model: &'static Model, request: &[u8]) {
    let server = Server::start(model);
    let mut alice = server.connect().holds_little();
    store_large(&mut alice);
    let before = server.process().memory();
    fill(&mut alice, &request.repeat(1 + (1 << 20) / request.len()));
    let more = server.process().peak_memory().saturating_sub(before);
    assert!(more < BOUND, "the server took {more} bytes more for a client that does not read");
    if !model.one_at_a_time() {
        server.connect().ping();
    }
    rests(&server);
    drop(alice);
    server.connect().ping();
    server.stop();
}

/// Sends until the server takes no more: how many bytes it has taken.
fn fill(client: &mut Client, request: &[u8]) -> usize {
    let Sent { total, stalled } = client.send_until_stalled(request, 128 << 20);
    assert!(stalled, "the server took {total} bytes and more of a client that does not read");
    total
}

fn stalled_then_reads_on(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.client().holds_little();
    let value = all_bytes(1 << 10);
    let request = request(&[b"ECHO", &value]);
    let sent = fill(&mut alice, &request);
    let whole = sent.div_ceil(request.len());
    let rest = &request[request.len() - (whole * request.len() - sent)..];
    let reply = bulk(&value);
    let mut writer = alice.stream.try_clone().expect("a descriptor is left");
    thread::scope(|scope| {
        scope.spawn(move || writer.write_all(rest).expect("the server reads on"));
        for _ in 0..whole {
            alice.expect(&reply);
        }
    });
    alice.ping();
    server.stop();
}

fn pipelining_without_end(model: &'static Model) {
    let server = Server::start(model);
    let mut bob = server.client();
    let greedy: Vec<_> = (0..2).map(|_| Greedy::start(server.client())).collect();
    while greedy.iter().any(|greedy| greedy.replies() < 1_000_000) {
        let before: usize = greedy.iter().map(Greedy::replies).sum();
        bob.ping();
        server.connect().ping();
        eventually("those who ask without end are served too", PATIENCE, || {
            greedy.iter().map(Greedy::replies).sum::<usize>() > before
        });
    }
    greedy.into_iter().for_each(Greedy::stop);
    server.stop();
}

/// A client that sends as fast as it can, and reads what comes.
struct Greedy {
    stream: TcpStream,
    replies: Arc<AtomicUsize>,
    threads: [thread::JoinHandle<()>; 2],
}

impl Greedy {
    fn start(client: Client) -> Self {
        let stream = client.stream;
        let writing = stream.try_clone().expect("a descriptor is left");
        let reading = stream.try_clone().expect("a descriptor is left");
        let replies = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&replies);
        let writer = thread::spawn(|| write_on(writing));
        let reader = thread::spawn(move || read_on(reading, &count));
        Self { stream, replies, threads: [writer, reader] }
    }

    /// How many bytes of replies it has had.
    fn replies(&self) -> usize {
        self.replies.load(Ordering::Relaxed)
    }

    fn stop(self) {
        // It fails only if the connection is gone.
        _ = self.stream.shutdown(Shutdown::Both);
        for thread in self.threads {
            thread.join().expect("it only reads or writes");
        }
    }
}

fn write_on(mut stream: TcpStream) {
    let requests = b"PING\r\n".repeat(10_000);
    while stream.write_all(&requests).is_ok() {}
}

/// Counts what it reads.
fn read_on(mut stream: TcpStream, count: &AtomicUsize) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(n @ 1..) = uninterrupted(|| stream.read(&mut bytes)) {
        count.fetch_add(n, Ordering::Relaxed);
    }
}

/// Each sends a byte every 80 ms; a client that comes in between is served soon.
fn a_hundred_slow_senders(model: &'static Model) {
    let server = Server::with(model, Settings { threads: Some(128), ..Settings::default() });
    let mut slow: Vec<_> = (0..100).map(|_| server.client()).collect();
    let mut bob = server.client();
    let mut next = Instant::now();
    for byte in b"*1\r\n$4\r\nPING\r\n" {
        for client in &mut slow {
            client.send(&[*byte]);
        }
        next += Duration::from_millis(80);
        while Instant::now() < next {
            bob.ping();
            // Nobody is kept from running on a small machine.
            thread::sleep(Duration::from_millis(5));
        }
    }
    for client in &mut slow {
        client.expect(b"+PONG\r\n");
    }
    server.stop();
}

fn two_hundred_silent_clients(model: &'static Model) {
    let server = Server::with(model, Settings { threads: Some(256), ..Settings::default() });
    let silent: Vec<_> = (0..200).map(|_| server.connect()).collect();
    let mut bob = server.connect();
    for _ in 0..10 {
        bob.ping();
    }
    for client in &silent {
        client.expect_nothing_yet();
    }
    server.stop();
}

fn who_sleeps_holds_up_none_of_a_hundred(model: &'static Model) {
    let (server, alice) = one_of_a_hundred(model, |alice| {
        alice.send(b"PING\r\nDEBUG SLEEP 1000\r\nPING\r\n");
        alice.expect(b"+PONG\r\n");
    });
    alice.expect_nothing_yet();
    server.stop();
}

/// Alice asks for 64 MiB, far more than the kernel holds, and reads them after the others are done.
fn who_never_reads_holds_up_none(model: &'static Model) {
    let reply = bulk(&all_bytes(1 << 20));
    let (server, mut alice) = one_of_a_hundred(model, |alice| {
        store_large(alice);
        alice.send(&b"GET large\r\n".repeat(64));
        alice.expect(b"$1048576\r\n");
    });
    alice.expect(&reply[b"$1048576\r\n".len()..]);
    for _ in 1..64 {
        alice.expect(&reply);
    }
    server.stop();
}

/// Alice does what takes her long, and each of the 99 others is answered before she is. They are on
/// all threads of a server that has several, so on hers too; some were there before, some come now.
fn one_of_a_hundred(model: &'static Model, takes_long: fn(&mut Client)) -> (Server, Client) {
    let server = Server::with(model, Settings { threads: Some(128), ..Settings::default() });
    let mut others: Vec<_> = (0..50).map(|_| server.client()).collect();
    let mut alice = server.client().holds_little();
    takes_long(&mut alice);
    others.extend((0..49).map(|_| server.client()));
    for other in &mut others {
        other.ask(b"GET none\r\n", b"$-1\r\n");
    }
    (server, alice)
}

fn sleep_keeps_the_order(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let start = Instant::now();
    alice.ask(b"PING\r\nDEBUG SLEEP 0.3\r\nPING hi\r\n", b"+PONG\r\n");
    alice.expect(b"+OK\r\n$2\r\nhi\r\n");
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(300), "slept for {took:?} only");
    let pings = b"DEBUG SLEEP 0\r\nPING\r\n".repeat(1_000);
    alice.ask(&pings, &b"+OK\r\n+PONG\r\n".repeat(1_000));
    server.stop();
}

fn after_half_close_it_sleeps_on(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.client();
    alice.send(b"DEBUG SLEEP 0.2\r\nPING\r\n");
    alice.finish();
    alice.expect(b"+OK\r\n+PONG\r\n");
    alice.expect_end();
    server.stop();
}

fn all_share_one_store(model: &'static Model) {
    let server = Server::start(model);
    let mut clients: Vec<_> = (0..8).map(|_| server.client()).collect();
    for i in 0..clients.len() {
        clients[i].ask(format!("SET key {i}\r\n").as_bytes(), b"+OK\r\n");
        for client in &mut clients {
            client.ask(b"GET key\r\n", format!("$1\r\n{i}\r\n").as_bytes());
        }
    }
    server.stop();
}
