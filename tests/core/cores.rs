//! What the threads of `cores` share: the listener, the data, the places for clients, the word to
//! stop. (ThreadSanitizer looks on in `.ci/run`.)

#![expect(clippy::unwrap_used, reason = "a test")]

use std::{
    array,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    num::NonZero,
    thread,
};

use io_models::{Server, cores, shutdown};
use rustix::net::getsockname;
use socket_core::net;

/// More than most machines have cores: some threads are awake, and some are not.
const THREADS: usize = 4;

/// Lets `clients` talk to a server with places for so many, and stops it.
fn serve(places: usize, clients: impl FnOnce(SocketAddr)) {
    let listener = net::listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = SocketAddr::try_from(getsockname(&listener).unwrap()).unwrap();
    let (stop, stopped) = shutdown::pair().unwrap();
    let mut server = Server::new(listener, stopped);
    server.limits.workers = NonZero::new(THREADS);
    server.limits.connections = places;
    let serving = thread::spawn(move || cores::serve(server));
    clients(address);
    drop(stop);
    serving.join().unwrap().unwrap();
}

fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).unwrap()
}

fn ask(client: &mut TcpStream, request: &str, reply: &str) {
    client.write_all(request.as_bytes()).unwrap();
    expect(client, reply);
}

fn expect(client: &mut TcpStream, reply: &str) {
    let mut bytes = vec![0; reply.len()];
    client.read_exact(&mut bytes).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), reply);
}

#[test]
fn each_client_sees_what_the_others_have_stored() {
    serve(100, |address| {
        let mut clients: [_; 3 * THREADS] = array::from_fn(|_| connect(address));
        for (number, client) in clients.iter_mut().enumerate() {
            ask(client, &format!("SET {number:02} {number:02}\r\n"), "+OK\r\n");
        }
        for (number, client) in clients.iter_mut().rev().enumerate() {
            ask(client, &format!("GET {number:02}\r\n"), &format!("$2\r\n{number:02}\r\n"));
        }
    });
}

fn set_and_get(mut client: TcpStream, number: usize) {
    let set = format!("SET {number} abc\r\nDEL other\r\n");
    ask(&mut client, &set, "+OK\r\n:0\r\n");
    ask(&mut client, &format!("GET {number}\r\n"), "$3\r\nabc\r\n");
}

#[test]
fn many_clients_ask_at_once() {
    serve(100, |address| {
        thread::scope(|scope| {
            for number in 10..10 + 2 * THREADS {
                scope.spawn(move || (0..50).for_each(|_| set_and_get(connect(address), number)));
            }
        });
    });
}

/// However many threads there are.
#[test]
fn there_are_places_for_so_many_in_all_threads_together() {
    serve(2, |address| {
        let mut inside = [connect(address), connect(address)];
        inside.iter_mut().for_each(|client| ask(client, "PING\r\n", "+PONG\r\n"));
        let mut outside: Vec<_> = (0..2 * THREADS).map(|_| connect(address)).collect();
        outside.iter_mut().for_each(|client| client.write_all(b"PING\r\n").unwrap());
        for _ in 0..50 {
            inside.iter_mut().for_each(|client| ask(client, "PING\r\n", "+PONG\r\n"));
        }
        assert!(outside.iter().all(has_nothing), "there was room for more than two");
        drop(inside);
        // Each leaves for the next one.
        outside.into_iter().for_each(|mut client| expect(&mut client, "+PONG\r\n"));
    });
}

fn has_nothing(client: &TcpStream) -> bool {
    client.set_nonblocking(true).unwrap();
    let nothing = client.peek(&mut [0]).is_err();
    client.set_nonblocking(false).unwrap();
    nothing
}

#[test]
fn what_has_arrived_is_answered_when_all_threads_stop() {
    let mut clients = Vec::new();
    serve(100, |address| {
        clients.extend((0..2 * THREADS).map(|_| connect(address)));
        clients.iter_mut().for_each(|client| ask(client, "PING\r\n", "+PONG\r\n"));
        clients
            .iter_mut()
            .for_each(|client| client.write_all(b"DEBUG SLEEP 1000\r\nPING\r\n").unwrap());
    });
    for mut client in clients {
        let mut rest = String::new();
        client.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "+OK\r\n+PONG\r\n");
    }
}
