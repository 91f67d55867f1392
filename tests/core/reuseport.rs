//! Several listeners at one address (SO_REUSEPORT, socket(7)): which of them a client comes to, and
//! what becomes of those that one of them had not accepted.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::{
    fs,
    io::{ErrorKind, Read},
    iter,
    net::{TcpListener, TcpStream},
};

use rustix::net::{
    AddressFamily, SocketFlags, SocketType, bind, listen, socket_with,
    sockopt::set_socket_reuseport,
};

const CLIENTS: usize = 100;
const BACKLOG: i32 = 100;

/// Two listeners at one address.
fn two() -> [TcpListener; 2] {
    let first = one(None);
    let address = first.local_addr().unwrap();
    [first, one(Some(address))]
}

fn one(address: Option<std::net::SocketAddr>) -> TcpListener {
    let flags = SocketFlags::CLOEXEC;
    let socket = socket_with(AddressFamily::INET, SocketType::STREAM, flags, None).unwrap();
    set_socket_reuseport(&socket, true).unwrap();
    bind(&socket, &address.unwrap_or("127.0.0.1:0".parse().unwrap())).unwrap();
    listen(&socket, BACKLOG).unwrap();
    TcpListener::from(socket)
}

fn accept_all(listener: &TcpListener) -> Vec<TcpStream> {
    listener.set_nonblocking(true).unwrap();
    iter::from_fn(|| listener.accept().ok()).map(|(client, _)| client).collect()
}

fn clients_of(listener: &TcpListener) -> Vec<TcpStream> {
    let address = listener.local_addr().unwrap();
    iter::repeat_with(|| TcpStream::connect(address).unwrap()).take(CLIENTS).collect()
}

// ANCHOR: shares
/// The kernel chooses by a hash: each listener gets some.
#[test]
fn each_listener_gets_a_share() {
    let listeners = two();
    let _clients = clients_of(&listeners[0]);
    let shares = listeners.each_ref().map(accept_all).map(|clients| clients.len());
    assert_eq!(shares[0] + shares[1], CLIENTS);
    assert!(shares.iter().all(|share| *share >= CLIENTS / 10), "{shares:?}");
}
// ANCHOR_END: shares

// ANCHOR: closes
/// A client that a listener had not accepted when it closed is cut off, although
/// there is another one.
#[test]
fn a_listener_that_closes_resets_its_queue() {
    if migrates() {
        return; // Others take over.
    }
    let [stays, closes] = two();
    let clients = clients_of(&stays);
    drop(closes);
    let accepted = accept_all(&stays).len();
    let reset = clients.iter().filter(|client| is_reset(client)).count();
    assert!(reset > 0, "the one that closed had some");
    assert_eq!(accepted + reset, CLIENTS);
}
// ANCHOR_END: closes

fn migrates() -> bool {
    let setting = fs::read_to_string("/proc/sys/net/ipv4/tcp_migrate_req");
    setting.is_ok_and(|setting| setting.trim() == "1")
}

fn is_reset(mut client: &TcpStream) -> bool {
    client.set_nonblocking(true).unwrap();
    client.read(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::ConnectionReset)
}
