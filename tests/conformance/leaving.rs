//! A client may leave at any moment, and in any way; it leaves nothing behind, and the others do
//! not notice.

use std::io::Write;

use io_models::Model;
use rustix::net::{SendFlags, send};

use crate::{
    bytes::{all_bytes, request},
    case::Case,
    client::Client,
    life::{comes_back, leaves_nothing, settled, store_large},
    server::Server,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("with_a_reset_at_each_moment", with_a_reset_at_each_moment),
    Case::new("with_an_end_at_each_moment", with_an_end_at_each_moment),
    Case::new("many_at_one_moment", many_at_one_moment),
];

/// What a client has done when it leaves.
const MOMENTS: &[fn(&mut Client)] = &[
    |_| {},
    |client| client.send(b"P"),
    |client| client.send(b"PING\r\n"),
    |client| client.ping(),
    |client| client.send(b"*2\r\n$4\r\nECHO\r\n$100000\r\nxyz"),
    |client| client.send(&request(&[b"SET", b"gone", &all_bytes(50_000)])[..40_000]),
    |client| client.send(&b"PING\r\n".repeat(10_000)),
    |client| client.ask(b"PING\r\nDEBUG SLEEP 0.2\r\nSET key value\r\n", b"+PONG\r\n"),
    |client| {
        client.ping();
        client.finish();
    },
    |client| {
        client.send(&b"PING\r\n".repeat(100));
        client.finish();
    },
    |client| {
        // A byte that stands beside the stream: tcp(7).
        send(&client.stream, b"!", SendFlags::OOB).expect("the connection is there");
    },
    |client| client.send(b"QUIT\r\nPING\r\n"),
    |client| client.send(b"*x\r\n"),
    |client| {
        store_large(client);
        client.send(&b"GET large\r\n".repeat(30));
        client.expect(b"$1048576\r\n");
    },
];

fn with_a_reset_at_each_moment(model: &'static Model) {
    leave_at_each_moment(model, Client::reset);
}

fn with_an_end_at_each_moment(model: &'static Model) {
    leave_at_each_moment(model, drop);
}

fn leave_at_each_moment(model: &'static Model, leave: fn(Client)) {
    let server = Server::start(model);
    let before = settled(&server);
    let mut bob = (!model.one_at_a_time()).then(|| server.client());
    for comes_to in MOMENTS {
        for _ in 0..3 {
            let mut alice = server.connect().holds_little();
            comes_to(&mut alice);
            leave(alice);
            bob.iter_mut().for_each(Client::ping);
        }
    }
    drop(bob);
    leaves_nothing(server, before);
}

/// All of this is there when the server looks next.
fn many_at_one_moment(model: &'static Model) {
    let server = Server::start(model);
    let before = settled(&server);
    for _ in 0..3 {
        let stopped = server.process().stopped();
        for number in 0..60 {
            let mut client = server.connect();
            // It may be reset by now.
            _ = client.stream.write_all([&b"PING\r\n"[..], b"PI", b""][number % 3]);
            if number % 2 == 0 { client.reset() } else { drop(client) }
        }
        drop(stopped);
        comes_back(&server, before);
    }
    leaves_nothing(server, before);
}
