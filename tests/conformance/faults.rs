//! Faults that last: calls that are forbidden, limits that are lowered, memory that is used up,
//! signals that are inherited or shared. Each costs at most the client that it concerns.

use std::{thread, time::Duration};

use io_models::{Model, Room};
use rustix::{
    net::sockopt,
    process::{Signal, kill_process},
};

use crate::{
    bytes::{all_bytes, request},
    case::Case,
    client::Client,
    need::Need,
    scarcity::{first_refused, set_descriptors},
    serve,
    server::{self, Server},
    settings::Settings,
    start::fails,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("accepting_always_fails", accepting_always_fails)
        .needs(&[Need::CallsCanFail, Need::Tool("strace")]),
    Case::new("a_sleep_of_a_month_takes_no_new_call", a_sleep_of_a_month_takes_no_new_call)
        .needs(&[Need::Tool("strace")]),
    Case::new("signals_that_were_blocked_at_the_start", signals_that_were_blocked_at_the_start),
    Case::new("a_signal_to_a_child_stops_no_other", a_signal_to_a_child_stops_no_other)
        .needs(&[Need::Children]),
    Case::new("what_it_waits_with_is_missing", what_it_waits_with_is_missing)
        .needs(&[Need::Tool("strace")]),
    Case::new("nobody_has_mounted_proc", nobody_has_mounted_proc).needs(&[Need::Tool("strace")]),
    Case::new("a_few_descriptors_left", a_few_descriptors_left),
    Case::new("fewer_descriptors_than_are_open", fewer_descriptors_than_are_open)
        .needs(&[Need::TwoClients]),
    Case::new("memory_runs_out", memory_runs_out),
    Case::new("a_peer_that_vanished_is_asked_for", a_peer_that_vanished_is_asked_for),
];

/// It does not spin, and hears the word to stop.
fn accepting_always_fails(model: &'static Model) {
    let server = Server::traced(model, "accept4:error=EPERM");
    let _alice = server.connect();
    server.has_started();
    let spun = server.process().busy_for(Duration::from_secs(1));
    assert!(spun < Duration::from_millis(500), "busy for {spun:?} of a second");
    server.stop();
}

/// No wait is longer than every kernel's calls can wait.
fn a_sleep_of_a_month_takes_no_new_call(model: &'static Model) {
    let server = Server::traced(model, "epoll_pwait2:error=ENOSYS");
    let mut alice = server.client();
    alice.ask(b"PING\r\nDEBUG SLEEP 3000000\r\n", b"+PONG\r\n");
    if !matches!(model.room, Room::One | Room::Threads) {
        server.client();
    }
    alice.expect_nothing_yet();
    server.stop();
}

fn signals_that_were_blocked_at_the_start(model: &'static Model) {
    let server = Server::with_signals_blocked(model);
    server.client();
    server.stop();
}

/// Its client is drained, and the others are served.
fn a_signal_to_a_child_stops_no_other(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.client();
    let child = server.process().family().pop().expect("alice has a process");
    assert_ne!(child.pid, server.pid(), "alice has a process of her own");
    let mut bob = server.client();
    alice.ask(b"PING\r\nDEBUG SLEEP 1000\r\n", b"+PONG\r\n");
    kill_process(child.pid, Signal::TERM).expect("it is there");
    alice.expect(b"+OK\r\n");
    alice.expect_end();
    bob.ping();
    server.client();
    server.stop();
}

/// The kernel lacks it, or a sandbox forbids it: that is said before anybody is served, with the
/// way out.
fn what_it_waits_with_is_missing(model: &'static Model) {
    for calls in special_calls(model) {
        for (error, way_out) in [("EPERM", "seccomp"), ("ENOSYS", "Linux")] {
            let mut command = server::traced(model, &format!("{calls}:error={error}"));
            fails(command.env(serve::ADDRESS, "127.0.0.1:0"), way_out);
        }
    }
}

/// The calls that not every kernel has, or not every sandbox allows.
fn special_calls(model: &Model) -> &'static [&'static str] {
    match model.name {
        "blocking" | "threads" | "nonblocking" | "poll" => &["ppoll"],
        "processes" => &["pidfd_open", "ppoll"],
        "select" => &["pselect6"],
        "epoll" | "callbacks" => &["epoll_create1", "epoll_ctl", EPOLL_WAIT],
        "executor" | "cores" => &["epoll_create1", "epoll_ctl", EPOLL_WAIT, "eventfd2"],
        // It makes no other call of fcntl(2) before.
        "sigio" => &["fcntl", "rt_sigtimedwait"],
        "uring" => &["io_uring_setup", "io_uring_register", "io_uring_enter"],
        _ => &[],
    }
}

/// A model that needs it says so, and the others do without.
fn nobody_has_mounted_proc(model: &'static Model) {
    let mut command = server::without(model, &["/proc/self/task", "/proc/self/fd"]);
    if model.name == "processes" {
        fails(command.env(serve::ADDRESS, "127.0.0.1:0"), "mount -t proc");
    } else {
        let server = Server::of(model, command);
        server.client();
        server.stop();
    }
}

const EPOLL_WAIT: &str = "epoll_wait,epoll_pwait,epoll_pwait2";

/// However few: nobody is cut off, and whoever waits is served when there are more.
fn a_few_descriptors_left(model: &'static Model) {
    for few in 1..=6 {
        let server = Server::with(model, Settings { threads: Some(2), ..Settings::default() });
        server.client();
        set_descriptors(&server, first_refused(&server, few));
        let mut alice = server.connect();
        alice.send(b"PING\r\n");
        // Long enough for a server that would cut her off to do so.
        thread::sleep(Duration::from_millis(50));
        set_descriptors(&server, 1_024);
        alice.expect(b"+PONG\r\n");
        server.stop();
    }
}

/// A client that is served is served on.
fn fewer_descriptors_than_are_open(model: &'static Model) {
    let server = Server::start(model);
    let mut clients: Vec<_> = (0..20).map(|_| server.client()).collect();
    set_descriptors(&server, 10);
    clients.iter_mut().for_each(Client::ping);
    clients.drain(..10).for_each(drop);
    clients.iter_mut().for_each(Client::ping);
    server.stop();
}

/// Whether there is no room for it.
fn is_refused(client: &mut Client, set: &[u8]) -> bool {
    let mut reply = [0; 128];
    // A server that has no room for the request ends the connection while the client still sends.
    let heard = client.is_told(set, &mut reply);
    heard.is_none_or(|len| reply[..len].starts_with(b"-ERR no room"))
}

/// Whoever needs it is refused, and the others are served.
fn memory_runs_out(model: &'static Model) {
    let memory = Some(300 << 20);
    let server = Server::with(model, Settings { threads: Some(2), memory, ..Settings::default() });
    let mut bob = (!model.one_at_a_time()).then(|| server.client());
    let mut alice = server.client();
    let value = all_bytes(1 << 20);
    let set = |number| request(&[b"SET", format!("key{number}").as_bytes(), &value]);
    let refused = (0..400).any(|number| is_refused(&mut alice, &set(number)));
    assert!(refused, "there was room for all");
    if let Some(bob) = &mut bob {
        bob.ping();
    }
    drop(alice);
    server.client();
    server.stop();
}

/// Each socket that it has accepted has a timer of its own (SO_KEEPALIVE).
fn a_peer_that_vanished_is_asked_for(model: &'static Model) {
    let server = Server::start(model);
    let _alice = server.client();
    let connected = server.sockets().into_iter().filter(|socket| {
        sockopt::socket_acceptconn(socket) == Ok(false) && sockopt::tcp_nodelay(socket).is_ok()
    });
    let kept: Vec<_> = connected.map(sockopt::socket_keepalive).collect();
    assert!(!kept.is_empty(), "there is no socket to look at");
    assert!(kept.iter().all(|kept| *kept == Ok(true)), "a peer that vanished is kept for ever");
    server.stop();
}
