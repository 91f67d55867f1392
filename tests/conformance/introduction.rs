//! What clients ask before they begin, answered with the type, or the silence, of redis 7.

use io_models::Model;

use crate::{case::Case, client::Client, need::Need, server::Server};

pub(crate) const CASES: &[Case] = &[
    Case::new("hello_chooses_the_protocol", hello_chooses_the_protocol),
    Case::new("a_name_is_kept", a_name_is_kept),
    Case::new("each_client_has_a_number", each_client_has_a_number)
        .needs(&[Need::TwoClients, Need::OneProcess]),
    Case::new("replies_that_nobody_wants_are_not_sent", replies_that_nobody_wants_are_not_sent),
    Case::new("a_wait_that_nobody_hears_of_ends", a_wait_that_nobody_hears_of_ends),
    Case::new("texts_and_maps_have_types_of_their_own", texts_and_maps_have_types_of_their_own),
    Case::new("reset_forgets_the_introduction", reset_forgets_the_introduction),
    Case::new("passwords_are_not_asked_for", passwords_are_not_asked_for),
];

/// Sends `HELLO` with these words; the reply must be what it is, but for the client's number.
#[track_caller]
fn greet(client: &mut Client, words: &str, header: &str, version: u8) {
    client.send(format!("HELLO{words}\r\n").as_bytes());
    let server = "$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n";
    client.expect(
        format!("{header}\r\n{server}$5\r\nproto\r\n:{version}\r\n$2\r\nid\r\n").as_bytes(),
    );
    client.expect_number();
    let role = "$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n";
    client.expect(format!("{role}$7\r\nmodules\r\n*0\r\n").as_bytes());
}

fn hello_chooses_the_protocol(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    greet(&mut alice, "", "*14", 2);
    greet(&mut alice, " 3", "%7", 3);
    alice.ask(b"GET none\r\n", b"_\r\n");
    alice.ask(b"HELLO 4\r\n", b"-NOPROTO unsupported protocol version\r\n");
    greet(&mut alice, "", "%7", 3);
    greet(&mut alice, " 2 AUTH default secret SETNAME alice", "*14", 2);
    alice.ask(b"GET none\r\nCLIENT GETNAME\r\n", b"$-1\r\n$5\r\nalice\r\n");
    server.stop();
}

fn a_name_is_kept(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    alice.ask(b"CLIENT GETNAME\r\nCLIENT SETNAME alice\r\n", b"$-1\r\n+OK\r\n");
    alice.ask(b"CLIENT SETINFO LIB-NAME tea\r\nclient setinfo lib-ver 1.2\r\n", b"+OK\r\n+OK\r\n");
    alice.ask(b"CLIENT GETNAME\r\n", b"$5\r\nalice\r\n");
    // 63 bytes are kept of the name and of what was said about the library, together.
    alice.ask(&[b"CLIENT SETNAME ", &b"x".repeat(57)[..], b"\r\n"].concat(), b"+OK\r\n");
    let long = [b"CLIENT SETNAME ", &b"x".repeat(58)[..], b"\r\n"].concat();
    alice.ask(&long, b"-ERR Client names of that length are not kept.\r\n");
    server.stop();
}

fn each_client_has_a_number(model: &'static Model) {
    let server = Server::start(model);
    let (mut alice, mut bob) = (server.client(), server.client());
    let number = |client: &mut Client| {
        client.send(b"CLIENT ID\r\n");
        client.expect_number()
    };
    let (first, second) = (number(&mut alice), number(&mut bob));
    assert!(first < second, "{first} came before {second}");
    assert_eq!(number(&mut alice), first);
    server.stop();
}

fn replies_that_nobody_wants_are_not_sent(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    alice.ask(b"CLIENT REPLY OFF\r\nPING\r\nNOSUCH\r\nGET\r\nCLIENT REPLY ON\r\n", b"+OK\r\n");
    alice.ask(b"CLIENT REPLY SKIP\r\nPING\r\nECHO b\r\n", b"$1\r\nb\r\n");
    alice.ask(b"CLIENT REPLY SKIP\r\nCLIENT REPLY SKIP\r\nPING\r\nECHO c\r\n", b"$1\r\nc\r\n");
    alice.ask(b"CLIENT REPLY SKIP\r\nCLIENT REPLY ON\r\n", b"+OK\r\n");
    alice.ask(b"CLIENT REPLY OFF\r\nCLIENT REPLY SKIP\r\nPING\r\nRESET\r\n", b"+RESET\r\n");
    alice.ask(b"CLIENT REPLY OFF\r\nSET key value\r\nCLIENT REPLY ON\r\n", b"+OK\r\n");
    alice.ask(b"GET key\r\n", b"$5\r\nvalue\r\n");
    alice.send(b"CLIENT REPLY OFF\r\nPING\r\n*x\r\nPING\r\n");
    alice.expect_end();
    server.stop();
}

fn a_wait_that_nobody_hears_of_ends(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    alice.ask(b"CLIENT REPLY SKIP\r\nDEBUG SLEEP 0.01\r\nECHO woken\r\n", b"$5\r\nwoken\r\n");
    alice.ask(b"CLIENT REPLY OFF\r\nDEBUG SLEEP 0.01\r\nPING\r\nCLIENT REPLY ON\r\n", b"+OK\r\n");
    server.stop();
}

fn texts_and_maps_have_types_of_their_own(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let persistence = "# Persistence\r\nloading:0\r\n";
    alice.ask(b"INFO persistence\r\n", format!("$26\r\n{persistence}\r\n").as_bytes());
    alice.ask(b"INFO nosuch\r\n", b"$0\r\n\r\n");
    let fast =
        "$4\r\nping\r\n:-1\r\n*1\r\n+fast\r\n:0\r\n:0\r\n:0\r\n*2\r\n+@fast\r\n+@connection\r\n";
    let ping = format!("*1\r\n*10\r\n{fast}*0\r\n*0\r\n*0\r\n");
    alice.ask(b"COMMAND INFO ping\r\n", ping.as_bytes());
    alice.ask(b"COMMAND COUNT\r\n", b":15\r\n");
    greet(&mut alice, " 3", "%7", 3);
    alice.ask(b"INFO persistence\r\n", format!("=30\r\ntxt:{persistence}\r\n").as_bytes());
    let (first, others) = ping.split_at(8);
    let ping = [first, &others.replace("*1\r\n", "~1\r\n").replace("*2", "~2").replace("*0", "~0")];
    alice.ask(b"COMMAND INFO ping\r\n", ping.concat().as_bytes());
    alice.ask(b"COMMAND INFO nosuch\r\n", b"*1\r\n_\r\n");
    alice.ask(b"COMMAND DOCS nosuch\r\n", b"%0\r\n");
    alice.ask(b"CONFIG GET save\r\n", b"%1\r\n$4\r\nsave\r\n$0\r\n\r\n");
    alice.ask(b"CLIENT GETNAME\r\n", b"_\r\n");
    server.stop();
}

fn reset_forgets_the_introduction(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    greet(&mut alice, " 3 SETNAME alice", "%7", 3);
    alice.ask(b"RESET\r\nCLIENT GETNAME\r\n", b"+RESET\r\n$-1\r\n");
    server.stop();
}

fn passwords_are_not_asked_for(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let wrong = b"-WRONGPASS invalid username-password pair or user is disabled.\r\n";
    alice.ask(b"AUTH default secret\r\n", b"+OK\r\n");
    alice.ask(b"AUTH nobody secret\r\n", wrong);
    alice.ask(b"HELLO 3 AUTH nobody secret\r\nGET none\r\n", &[&wrong[..], b"$-1\r\n"].concat());
    alice.ask(b"SELECT 0\r\n", b"+OK\r\n");
    server.stop();
}
