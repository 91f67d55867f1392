//! System calls that fail: each of them, each time in another place, without a line of code for
//! it in the server. strace(1) answers in the place of the kernel.

use io_models::Model;
use rustix::net::{SendFlags, send};

use crate::{case::Case, client::Client, need::Need, server::Server};

pub(crate) const CASES: &[Case] =
    &[
        Case::new("every_call_is_interrupted", every_call_is_interrupted).needs(STRACE),
        Case::new("a_signal_comes_beside_an_urgent_byte", a_signal_comes_beside_an_urgent_byte)
            .needs(STRACE),
        // Under strace, threads are one thread.
        Case::new("a_signal_comes_beside_two_requests", a_signal_comes_beside_two_requests)
            .needs(&[Need::Crowd, Need::OneProcess, Need::Tool("strace")]),
        Case::new("there_is_less_than_was_said", there_is_less_than_was_said).needs(&[
            Need::Readiness,
            Need::CallsCanFail,
            Need::Tool("strace"),
        ]),
        Case::new("clients_leave_before_they_are_accepted", clients_leave_before_they_are_accepted)
            .needs(CALLS),
        Case::new("the_kernel_has_no_room_for_a_client", the_kernel_has_no_room_for_a_client)
            .needs(CALLS),
        // The calls of each process are counted by themselves.
        Case::new("a_connection_breaks", a_connection_breaks).needs(&[
            Need::OneProcess,
            Need::CallsCanFail,
            Need::Tool("strace"),
        ]),
    ];

const STRACE: &[Need] = &[Need::Tool("strace")];
const CALLS: &[Need] = &[Need::CallsCanFail, Need::Tool("strace")];

/// The calls in which a server waits.
const WAITING: &str = "accept4,recvfrom,sendto,epoll_wait,epoll_pwait,epoll_pwait2,poll,ppoll,select,pselect6,\
     rt_sigtimedwait,io_uring_enter";

/// Every second call is interrupted by a signal, beginning with the first or with the second.
fn every_call_is_interrupted(model: &'static Model) {
    for first in [1, 2] {
        let server = Server::traced(model, &format!("{WAITING}:error=EINTR:when={first}+2"));
        converses(&server);
        server.stop();
    }
}

/// Now and then, the signal that lets a process go on comes in a wait.
fn goes_on(model: &'static Model) -> Server {
    Server::traced(model, &format!("{WAITING}:signal=SIGCONT:when=1+7"))
}

/// A request is there when it waits, and before it an urgent byte.
fn a_signal_comes_beside_an_urgent_byte(model: &'static Model) {
    let server = goes_on(model);
    let mut alice = server.client();
    for _ in 0..20 {
        let stopped = server.process().stopped();
        ask_urgently(&mut alice);
        drop(stopped);
        alice.expect(b"+PONG\r\n");
    }
    server.stop();
}

/// The same, and what ends the wait is another client's request.
fn a_signal_comes_beside_two_requests(model: &'static Model) {
    let server = goes_on(model);
    let (mut alice, mut bob) = (server.client(), server.client());
    for _ in 0..20 {
        let stopped = server.process().stopped();
        bob.send(b"PING\r\n");
        ask_urgently(&mut alice);
        drop(stopped);
        alice.expect(b"+PONG\r\n");
        bob.expect(b"+PONG\r\n");
    }
    server.stop();
}

fn ask_urgently(client: &mut Client) {
    send(&client.stream, b"!", SendFlags::OOB).expect("the connection is there");
    client.send(b"PING\r\n");
}

/// A socket that was said to be ready is not.
fn there_is_less_than_was_said(model: &'static Model) {
    let server = Server::traced(model, "accept4,recvfrom,sendto:error=EAGAIN:when=1+2");
    converses(&server);
    server.stop();
}

fn clients_leave_before_they_are_accepted(model: &'static Model) {
    for error in ["ECONNABORTED", "ENETDOWN", "EPROTO", "ENOPROTOOPT", "EHOSTUNREACH", "EPERM"] {
        let server = Server::traced(model, &format!("accept4:error={error}:when=1+2"));
        converses(&server);
        server.stop();
    }
}

fn the_kernel_has_no_room_for_a_client(model: &'static Model) {
    for error in ["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"] {
        let server = Server::traced(model, &format!("accept4:error={error}:when=1"));
        converses(&server);
        server.stop();
    }
}

/// What a socket may report of its peer, of the network, or of the kernel.
const ERRORS: &[&str] = &[
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "ECONNREFUSED",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "EHOSTDOWN",
    "ENETDOWN",
    "ENONET",
    "EPROTO",
    "EACCES",
    "EPERM",
    "EIO",
    "ENOBUFS",
    "ENOMEM",
];

/// Whatever the reason, it is one client's end, and the next one is served.
fn a_connection_breaks(model: &'static Model) {
    for call in ["recvfrom", "sendto"] {
        for error in ERRORS {
            let server = Server::traced(model, &format!("{call}:error={error}:when=4"));
            breaks(&mut server.client());
            converses(&server);
            server.stop();
        }
    }
}

/// Asks for something until the connection is gone, which is after a few requests.
fn breaks(alice: &mut Client) {
    let is_gone = (0..4).any(|_| alice.is_told(b"PING\r\n", &mut [0; 64]).is_none());
    assert!(is_gone, "the connection is still there");
}

/// A few clients, one after the other, are served as ever.
fn converses(server: &Server) {
    for number in 0..3 {
        let mut client = server.client();
        for _ in 0..3 {
            let key = format!("key{number}");
            client.ask(
                format!("SET {key} value\r\nGET {key}\r\n").as_bytes(),
                b"+OK\r\n$5\r\nvalue\r\n",
            );
        }
        client.ask(b"DEBUG SLEEP 0.01\r\n", b"+OK\r\n");
        client.ask(b"QUIT\r\n", b"+OK\r\n");
        client.expect_end();
    }
}
