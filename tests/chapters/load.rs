//! The lab's clients, at a server that is not as quick as they expect.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use lab::traffic::{Clients, Request};
use libtest_mimic::Trial;

use crate::passing::passes;

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, test: fn()| passes(format!("load::{name}"), test);
    vec![
        trial(
            "a_client_that_was_not_asked_sends_nothing",
            a_client_that_was_not_asked_sends_nothing,
        ),
        trial("as_many_requests_as_it_counts", as_many_requests_as_it_counts),
    ]
}

/// A server that counts, and room for not quite as many requests as three clients ask twice.
fn as_many_requests_as_it_counts() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let clients = [(); 3].map(|()| listener.accept().unwrap().0);
        let each = clients.map(|client| thread::spawn(|| answer(client)));
        each.map(|client| client.join().unwrap()).iter().sum::<usize>()
    });
    let mut clients = Clients::connect(address, 3).unwrap();
    let heard = clients.ask_again(&Request::ping().pipelined(8), Duration::from_secs(60), 47);
    drop(clients);
    // Each client has asked once to see whether it is served.
    assert_eq!(server.join().unwrap(), 3 + 40);
    assert_eq!(heard.unwrap().requests, 40);
}

/// Answers each request until the client ends; how many.
fn answer(client: TcpStream) -> usize {
    let mut reader = BufReader::new(client.try_clone().unwrap());
    let (mut writer, mut line, mut requests) = (client, String::new(), 0);
    while reader.read_line(&mut line).unwrap() > 0 {
        if line.ends_with("PING\r\n") {
            writer.write_all(b"+PONG\r\n").unwrap();
            requests += 1;
        }
        line.clear();
    }
    requests
}

/// Answers two clients; then asks one, and tells the other something once more: what that one sends.
fn tells_the_other(listener: &TcpListener) -> Vec<u8> {
    let [mut asked, mut other] = [(); 2].map(|()| listener.accept().unwrap().0);
    for client in [&mut asked, &mut other] {
        hear(client, b"PING\r\n");
        client.write_all(b"+PONG\r\n").unwrap();
    }
    hear(&mut asked, b"\r\n");
    other.write_all(b"$").unwrap();
    asked.write_all(format!("$100\r\n{}\r\n", "v".repeat(100)).as_bytes()).unwrap();
    let mut rest = Vec::new();
    // It may be reset: the client ends without having read that.
    _ = other.read_to_end(&mut rest);
    rest
}

fn a_client_that_was_not_asked_sends_nothing() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || tells_the_other(&listener));
    let mut clients = Clients::connect(address, 2).unwrap();
    let heard = clients.ask_at(&Request::get(100), 1.0, Duration::from_secs(1));
    drop(clients);
    let rest = server.join().unwrap();
    assert_eq!(String::from_utf8_lossy(&rest), "", "it was not asked, and has sent this");
    assert_eq!(heard.unwrap().requests, 1);
}

/// Reads until this has come.
fn hear(client: &mut TcpStream, end: &[u8]) {
    let (mut bytes, mut byte) = (Vec::new(), [0]);
    while !bytes.ends_with(end) {
        client.read_exact(&mut byte).unwrap();
        bytes.extend(byte);
    }
}
