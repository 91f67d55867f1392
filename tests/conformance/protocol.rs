//! The protocol: any chunking, same answer; any bytes, the same bytes back.

use std::{io::Write, net::TcpStream, thread};

use io_models::Model;

use crate::{
    bare,
    bytes::{all_bytes, bulk, request},
    case::Case,
    conversation::{ABOUT_DATA, ABOUT_NO_SERVER, ABOUT_THE_SERVER, Exchange},
    need::Need,
    server::Server,
};

pub(crate) const CASES: &[Case] = &[
    Case::new("every_command_is_answered", every_command_is_answered),
    Case::new("every_cut", every_cut),
    Case::new("random_chunks", random_chunks),
    Case::new("one_byte_a_write", one_byte_a_write),
    Case::new("ten_thousand_commands_in_one_write", ten_thousand_commands_in_one_write)
        .needs(&[Need::Memory]),
    Case::new("binary_keys_and_values", binary_keys_and_values).needs(&[Need::Memory]),
    Case::new("a_value_of_one_mebibyte", a_value_of_one_mebibyte).needs(&[Need::Memory]),
    Case::new("many_large_replies_to_one_write", many_large_replies_to_one_write)
        .needs(&[Need::Memory]),
    Case::new("settings_are_found_by_their_names", settings_are_found_by_their_names)
        .needs(&[Need::AllCommands]),
];

fn conversation(model: &Model) -> impl Iterator<Item = &'static Exchange> + Clone {
    let all = bare::knows_all_commands(model);
    ABOUT_DATA.iter().chain(if all { ABOUT_THE_SERVER } else { ABOUT_NO_SERVER })
}

fn every_command_is_answered(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    for (request, reply) in conversation(model) {
        alice.ask(request, reply);
    }
    server.stop();
}

/// Each request arrives in two pieces, whichever they are.
fn every_cut(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    for cut in 0..conversation(model).map(|(request, _)| request.len()).max().unwrap_or(0) {
        for (request, reply) in conversation(model) {
            let (first, second) = request.split_at(cut.min(request.len()));
            // One write is received at once; so the PONG tells that the first piece has been seen.
            alice.ask(&[b"PING\r\n", first].concat(), b"+PONG\r\n");
            alice.ask(second, reply);
        }
    }
    server.stop();
}

fn random_chunks(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let (requests, replies) = repeated(model, 50);
    let writer = alice.stream.try_clone().expect("a descriptor is left");
    thread::scope(|scope| {
        scope.spawn(|| write_chunks(writer, &requests));
        alice.expect(&replies);
    });
    server.stop();
}

/// The same pieces in each run.
fn write_chunks(mut writer: TcpStream, mut rest: &[u8]) {
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    while !rest.is_empty() {
        // Marsaglia's xorshift.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let len = usize::from(random.to_le_bytes()[0]) * 2 + 1;
        let (chunk, others) = rest.split_at(len.min(rest.len()));
        writer.write_all(chunk).expect("the server reads");
        rest = others;
    }
}

fn one_byte_a_write(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let (requests, replies) = repeated(model, 3);
    for byte in requests {
        alice.send(&[byte]);
    }
    alice.expect(&replies);
    server.stop();
}

fn ten_thousand_commands_in_one_write(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let numbers = 0..10_000;
    let requests: String =
        numbers.clone().map(|i| format!("SET key{i} value{i}\r\nGET key{i}\r\n")).collect();
    let replies: String =
        numbers.map(|i| format!("+OK\r\n${}\r\nvalue{i}\r\n", format!("value{i}").len())).collect();
    let mut writer = alice.stream.try_clone().expect("a descriptor is left");
    thread::scope(|scope| {
        scope.spawn(|| writer.write_all(requests.as_bytes()).expect("the server reads"));
        alice.expect(replies.as_bytes());
    });
    server.stop();
}

fn binary_keys_and_values(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let all = all_bytes(256);
    let words = [&b""[..], b"\r\n", b"\0", b"*1\r\n$4\r\nQUIT\r\n", b"key with blanks", &all];
    for key in words {
        for value in words {
            alice.ask(&request(&[b"SET", key, value]), b"+OK\r\n");
            alice.ask(&request(&[b"GET", key]), &bulk(value));
            alice.ask(&request(&[b"ECHO", value]), &bulk(value));
        }
        alice.ask(&request(&[b"DEL", key]), b":1\r\n");
    }
    server.stop();
}

fn a_value_of_one_mebibyte(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let value = all_bytes(1 << 20);
    alice.ask(&request(&[b"SET", b"key", &value]), b"+OK\r\n");
    alice.ask(&request(&[b"GET", b"key"]), &bulk(&value));
    alice.ask(&request(&[b"ECHO", &value]), &bulk(&value));
    server.stop();
}

fn many_large_replies_to_one_write(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let value = all_bytes(1 << 20);
    alice.ask(&request(&[b"SET", b"key", &value]), b"+OK\r\n");
    alice.send(&b"PING\r\nGET key\r\nGET none\r\n".repeat(16));
    let reply = [b"+PONG\r\n", &bulk(&value)[..], b"$-1\r\n"].concat();
    alice.expect(&reply.repeat(16));
    server.stop();
}

fn settings_are_found_by_their_names(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let save = b"*2\r\n$4\r\nsave\r\n$0\r\n\r\n";
    for (pattern, reply) in [
        (&b"save"[..], &save[..]),
        (b"S?v*", save),
        (b"*append*only", b"*2\r\n$10\r\nappendonly\r\n$2\r\nno\r\n"),
        (b"nosuch", b"*0\r\n"),
        (b"", b"*0\r\n"),
        (b"save?", b"*0\r\n"),
    ] {
        alice.ask(&request(&[b"CONFIG", b"GET", pattern]), reply);
    }
    server.stop();
}

/// All requests of a model's conversation, and all replies, several times over.
fn repeated(model: &Model, times: usize) -> (Vec<u8>, Vec<u8>) {
    let requests = conversation(model).flat_map(|(request, _)| *request).copied();
    let replies = conversation(model).flat_map(|(_, reply)| *reply).copied();
    (requests.collect::<Vec<_>>().repeat(times), replies.collect::<Vec<_>>().repeat(times))
}
