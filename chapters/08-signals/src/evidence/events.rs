//! What can happen to a socket, each done to a fresh one.

use std::{
    any::Any,
    io::{self, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket},
    time::Duration,
};

use io_models::signals::Signals;
use rustix::net::{SendFlags, send, sockopt::set_socket_linger};

use super::taken;

/// One thing that happens, and how it is done.
pub(crate) struct Event {
    pub(crate) socket: &'static str,
    pub(crate) name: &'static str,
    /// Whether it takes the same number of signals each time.
    pub(crate) is_constant: bool,
    pub(crate) happen: fn(&Signals) -> io::Result<Sockets>,
}

/// What must stay open until the signals are taken.
pub(crate) type Sockets = Box<dyn Any>;

pub(crate) const EVENTS: &[Event] = &[
    event("UDP", "a datagram", |signals| datagrams(signals, 1)),
    event("UDP", "three datagrams, none of them read", |signals| datagrams(signals, 3)),
    event("UDP", "a datagram before the socket was armed", datagram_before),
    event("UDP", "a hundred replies sent", replies),
    event("UDP", "a port that is not there (ICMP)", nobody_there),
    event("listener", "a client connects", |signals| connects(signals, 1)),
    event("listener", "five clients connect", |signals| connects(signals, 5)),
    event("TCP", "bytes", |signals| writes(signals, 1)),
    event("TCP", "bytes three times, none of them read", |signals| writes(signals, 3)),
    event("TCP", "a byte a hundred times, each read at once", reads_each),
    Event {
        socket: "TCP",
        name: "a byte a hundred times, none of them read",
        is_constant: false,
        happen: |signals| writes(signals, 100),
    },
    Event {
        socket: "TCP",
        name: "the same, without TCP_NODELAY",
        is_constant: false,
        happen: |signals| delayed(signals, 100),
    },
    event("TCP", "bytes before the socket was armed", bytes_before),
    event("TCP", "our reply is sent, and acknowledged", acknowledged),
    event("TCP", "room again in a full send buffer", room_again),
    event("TCP", "the client sends no more (FIN)", |signals| ends(signals, b"")),
    event("TCP", "bytes, and no more (FIN)", |signals| ends(signals, b"x")),
    event("TCP", "the client breaks off (RST)", resets),
    event("TCP", "an urgent byte", urgent),
];

const fn event(
    socket: &'static str,
    name: &'static str,
    happen: fn(&Signals) -> io::Result<Sockets>,
) -> Event {
    Event { socket, name, is_constant: true, happen }
}

/// A server's UDP socket and a client's, each connected to the other.
fn datagram_pair() -> io::Result<(UdpSocket, UdpSocket)> {
    let server = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    let client = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    client.connect(server.local_addr()?)?;
    server.connect(client.local_addr()?)?;
    Ok((server, client))
}

fn datagrams(signals: &Signals, count: usize) -> io::Result<Sockets> {
    let (server, client) = datagram_pair()?;
    signals.arm(&server)?;
    for _ in 0..count {
        client.send(b"hello")?;
    }
    Ok(Box::new((server, client)))
}

fn datagram_before(signals: &Signals) -> io::Result<Sockets> {
    let (server, client) = datagram_pair()?;
    client.send(b"hello")?;
    signals.arm(&server)?;
    Ok(Box::new((server, client)))
}

fn replies(signals: &Signals) -> io::Result<Sockets> {
    let (server, client) = datagram_pair()?;
    signals.arm(&server)?;
    for _ in 0..100 {
        server.send(b"hello")?;
    }
    Ok(Box::new((server, client)))
}

fn nobody_there(signals: &Signals) -> io::Result<Sockets> {
    let (server, client) = datagram_pair()?;
    signals.arm(&server)?;
    drop(client);
    server.send(b"hello")?;
    Ok(Box::new(server))
}

fn connects(signals: &Signals, count: usize) -> io::Result<Sockets> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    signals.arm(&listener)?;
    let address = listener.local_addr()?;
    let clients = (0..count).map(|_| TcpStream::connect(address));
    let clients = clients.collect::<io::Result<Vec<_>>>()?;
    Ok(Box::new((listener, clients)))
}

/// A server's end of a connection and its client's, which sends without delay.
fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    client.set_nodelay(true)?;
    Ok((listener.accept()?.0, client))
}

fn armed_pair(signals: &Signals) -> io::Result<(TcpStream, TcpStream)> {
    let (server, client) = pair()?;
    signals.arm(&server)?;
    Ok((server, client))
}

fn writes(signals: &Signals, count: usize) -> io::Result<Sockets> {
    let (server, mut client) = armed_pair(signals)?;
    for _ in 0..count {
        client.write_all(b"x")?;
    }
    Ok(Box::new((server, client)))
}

/// The server keeps up: it reads each byte before the next one is sent.
fn reads_each(signals: &Signals) -> io::Result<Sockets> {
    let (mut server, mut client) = armed_pair(signals)?;
    for _ in 0..100 {
        client.write_all(b"x")?;
        server.read_exact(&mut [0])?;
    }
    Ok(Box::new((server, client)))
}

/// The client's kernel may hold a small write back (Nagle's algorithm, tcp(7)).
fn delayed(signals: &Signals, count: usize) -> io::Result<Sockets> {
    let (server, mut client) = armed_pair(signals)?;
    client.set_nodelay(false)?;
    for _ in 0..count {
        client.write_all(b"x")?;
    }
    Ok(Box::new((server, client)))
}

fn bytes_before(signals: &Signals) -> io::Result<Sockets> {
    let (server, mut client) = pair()?;
    client.write_all(b"hello")?;
    signals.arm(&server)?;
    Ok(Box::new((server, client)))
}

fn acknowledged(signals: &Signals) -> io::Result<Sockets> {
    let (mut server, mut client) = armed_pair(signals)?;
    server.write_all(b"hello")?;
    client.read_exact(&mut [0; 5])?;
    Ok(Box::new((server, client)))
}

/// The server writes until nothing more is taken; then the client reads all of it.
fn room_again(signals: &Signals) -> io::Result<Sockets> {
    let (mut server, mut client) = armed_pair(signals)?;
    let (bytes, mut sent) = (vec![0; 1 << 16], 0);
    while let Ok(taken) = server.write(&bytes) {
        sent += taken;
    }
    taken(signals)?;
    client.read_exact(&mut vec![0; sent])?;
    Ok(Box::new((server, client)))
}

fn ends(signals: &Signals, last_words: &[u8]) -> io::Result<Sockets> {
    let (server, mut client) = armed_pair(signals)?;
    client.write_all(last_words)?;
    drop(client);
    Ok(Box::new(server))
}

fn resets(signals: &Signals) -> io::Result<Sockets> {
    let (server, client) = armed_pair(signals)?;
    set_socket_linger(&client, Some(Duration::ZERO))?;
    drop(client);
    Ok(Box::new(server))
}

fn urgent(signals: &Signals) -> io::Result<Sockets> {
    let (server, client) = armed_pair(signals)?;
    send(&client, b"!", SendFlags::OOB)?;
    Ok(Box::new((server, client)))
}
