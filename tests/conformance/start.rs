//! The start of a server: it serves at once, or says in one sentence why it can't.

use std::{
    net::TcpListener,
    os::unix::process::CommandExt,
    process::{Command, Output, Stdio},
};

use io_models::Model;

use crate::{
    case::Case,
    need::Need,
    serve,
    server::{self, STOPS_WITHIN, Server},
    settings::Settings,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("again_at_once", again_at_once),
    Case::new("port_in_use", port_in_use),
    Case::new("address_that_is_not_ours", address_that_is_not_ours),
    Case::new("address_that_is_none", address_that_is_none),
    Case::new("privileged_port", privileged_port).needs(&[Need::PrivilegedPorts]),
    Case::new("threads_that_can_not_be_had", threads_that_can_not_be_had).needs(&[Need::Threads]),
    Case::new("threads_that_are_there_later", threads_that_are_there_later)
        .needs(&[Need::Tool("strace")]),
    Case::new("the_word_to_stop_comes_early", the_word_to_stop_comes_early)
        .needs(&[Need::Tool("strace")]),
    Case::new("threads_that_are_never_there", threads_that_are_never_there)
        .needs(&[Need::Tool("strace")]),
];

/// Connections of the old server are not quite over (TIME_WAIT); the new one serves all the same.
fn again_at_once(model: &'static Model) {
    let mut server = Server::start(model);
    for _ in 0..3 {
        let address = server.address;
        let mut alice = server.connect();
        alice.ask(b"QUIT\r\n", b"+OK\r\n");
        alice.expect_end();
        let mut bob = server.client();
        server.signal(rustix::process::Signal::TERM);
        bob.expect_end();
        server.has_stopped();
        server = Server::at(address, model);
        server.client();
    }
    server.stop();
}

fn port_in_use(model: &'static Model) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound").to_string();
    fails(&mut listening(model, &address), "ddress");
}

fn address_that_is_not_ours(model: &'static Model) {
    // TEST-NET-1 of RFC 5737: no machine has it.
    fails(&mut listening(model, "192.0.2.1:6380"), "ddress");
}

fn address_that_is_none(model: &'static Model) {
    fails(&mut listening(model, "nowhere"), "address");
}

fn privileged_port(model: &'static Model) {
    let mut command = listening(model, "127.0.0.1:1");
    if rustix::process::geteuid().is_root() {
        const NOBODY: u32 = 65_534;
        command.uid(NOBODY).gid(NOBODY);
    }
    fails(&mut command, "ermission");
}

/// A pool that is too large for the machine: an error, and no half of a server.
fn threads_that_can_not_be_had(model: &'static Model) {
    let (many, memory) = (Some(10_000), Some(256 << 20));
    let settings = Settings { threads: many, workers: many, memory, ..Settings::default() };
    fails(server::command(model, settings).env(serve::ADDRESS, "127.0.0.1:0"), "");
}

/// The first threads and processes are refused: the clients wait until there is one.
fn threads_that_are_there_later(model: &'static Model) {
    for call in ["clone", "clone3"] {
        let server = two_threads(model, &format!("{call}:error=EAGAIN:when=1..3"));
        for _ in 0..3 {
            server.client();
        }
        server.stop();
    }
}

/// It comes while the server prepares to hear it.
fn the_word_to_stop_comes_early(model: &'static Model) {
    Server::traced(model, "pipe2:signal=TERM:when=1").has_stopped();
}

/// They never are: it waits, and hears that it must stop.
fn threads_that_are_never_there(model: &'static Model) {
    for call in ["clone", "clone3"] {
        let server = two_threads(model, &format!("{call}:error=EAGAIN:when=1+"));
        let _alice = server.connect();
        server.stops_after(call);
    }
}

fn two_threads(model: &'static Model, inject: &str) -> Server {
    let two = Settings { threads: Some(2), workers: Some(2), ..Settings::default() };
    Server::traced_with(model, two, inject)
}

fn listening(model: &Model, address: &str) -> Command {
    let mut command = server::command(model, Settings::default());
    command.env(serve::ADDRESS, address);
    command
}

/// It ends in time, not with success, and with one line that has the word in it.
#[track_caller]
pub(crate) fn fails(command: &mut Command, word: &str) {
    let child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("this program can be run again");
    server::exit(&mut child, STOPS_WITHIN);
    let Output { status, stderr, .. } = child.wait_with_output().expect("it has ended");
    let said = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(1), "it said {said:?}");
    assert_eq!(said.lines().count(), 1, "not one sentence: {said:?}");
    assert!(said.contains(word), "no word of {word:?} in {said:?}");
}
