//! Bad input: a clear error, and nothing lost.

use io_models::Model;

use crate::{bytes::request, case::Case, need::Need, server::Server};

pub(crate) const CASES: &[Case] = &[
    Case::new("a_request_that_is_no_command_is_told", a_request_that_is_no_command_is_told),
    Case::new("bytes_that_are_no_request_end_it", bytes_that_are_no_request_end_it),
    Case::new("what_came_before_is_answered", what_came_before_is_answered),
    Case::new("what_comes_after_is_not_run", what_comes_after_is_not_run).needs(&[Need::OneStore]),
    Case::new("what_comes_after_quit_is_not_run", what_comes_after_quit_is_not_run)
        .needs(&[Need::OneStore]),
    Case::new("a_line_without_end_is_bounded", a_line_without_end_is_bounded)
        .needs(&[Need::Memory]),
    Case::new("a_request_without_end_is_bounded", a_request_without_end_is_bounded)
        .needs(&[Need::Memory]),
    Case::new("an_unknown_command_forges_no_line", an_unknown_command_forges_no_line)
        .needs(&[Need::Memory]),
    Case::new("web_browsers_are_refused", web_browsers_are_refused),
    Case::new("the_body_of_a_web_page_is_not_run", the_body_of_a_web_page_is_not_run)
        .needs(&[Need::OneStore]),
    Case::new("seventy_thousand_words_are_read", seventy_thousand_words_are_read)
        .needs(&[Need::Memory]),
    Case::new("half_a_request_is_no_request", half_a_request_is_no_request),
    Case::new("lengths_that_are_not_sent_take_no_memory", lengths_that_are_not_sent_take_no_memory)
        .needs(&[Need::Memory]),
];

/// The connection stays.
const NO_COMMANDS: &[(&[u8], &str)] = &[
    (b"GET", "wrong number of arguments for 'get' command"),
    (b"GET a b", "wrong number of arguments for 'get' command"),
    (b"SET a", "wrong number of arguments for 'set' command"),
    (b"SET a b c", "syntax error"),
    (b"DEL", "wrong number of arguments for 'del' command"),
    (b"ECHO", "wrong number of arguments for 'echo' command"),
    (b"PING a b", "wrong number of arguments for 'ping' command"),
    (b"CLIENT", "wrong number of arguments for 'client' command"),
    (b"CONFIG GET", "wrong number of arguments for 'config|get' command"),
    (b"DEBUG", "wrong number of arguments for 'debug' command"),
    (
        b"DEBUG SLEEP",
        "unknown subcommand or wrong number of arguments for 'SLEEP'. Try DEBUG HELP.",
    ),
    (b"DEBUG SLEEP soon", "value is not a number of seconds"),
    (b"DEBUG SLEEP -1", "value is not a number of seconds"),
    (b"DEBUG SLEEP NaN", "value is not a number of seconds"),
    (b"DEBUG SLEEP inf", "value is not a number of seconds"),
    (b"DEBUG SLEEP 1e300", "value is not a number of seconds"),
    (
        b"DEBUG SEGFAULT",
        "unknown subcommand or wrong number of arguments for 'SEGFAULT'. Try DEBUG HELP.",
    ),
    (b"CONFIG SET a b", "unknown subcommand 'SET'. Try CONFIG HELP."),
    (b"CLIENT NOSUCH", "unknown subcommand 'NOSUCH'. Try CLIENT HELP."),
    (b"CLIENT NO\x1b[2J", "unknown subcommand 'NO [2J'. Try CLIENT HELP."),
    (b"COMMAND NOSUCH", "unknown subcommand 'NOSUCH'. Try COMMAND HELP."),
    (b"CLIENT SETNAME", "wrong number of arguments for 'client|setname' command"),
    (b"CLIENT SETNAME \x1b", "Client names cannot contain spaces, newlines or special characters."),
    (b"CLIENT SETINFO LIB\x07 x", "Unrecognized option 'LIB '"),
    (b"CLIENT REPLY", "wrong number of arguments for 'client|reply' command"),
    (b"CLIENT REPLY MAYBE", "syntax error"),
    (b"HELLO x", "Protocol version is not an integer or out of range"),
    (b"HELLO 3 \x1bc", "Syntax error in HELLO option ' c'"),
    (b"SELECT 1", "DB index is out of range"),
    (b"SELECT x", "value is not an integer or out of range"),
    (b"RESET x", "wrong number of arguments for 'reset' command"),
    (b"\x1b]0;title\x07", "unknown command ' ]0;title '"),
    (b"\x7fx\xc2\x9by\xff", "unknown command ' x y?'"),
    (b"FLUSHALL", "unknown command 'FLUSHALL'"),
    (b"a-very-long-name-for-a-command", "unknown command 'a-very-long-name-for-a-command'"),
];

/// The connection goes.
const NO_REQUESTS: &[(&[u8], &str)] = &[
    (b"*x\r\n", "Protocol error: invalid multibulk length"),
    (b"*\r\n", "Protocol error: invalid multibulk length"),
    (b"*1x\r\n", "Protocol error: invalid multibulk length"),
    (b"*1048577\r\n", "Protocol error: invalid multibulk length"),
    (b"*3000000000\r\n", "Protocol error: invalid multibulk length"),
    (b"*99999999999999999999\r\n", "Protocol error: invalid multibulk length"),
    (b"*1\r\n$x\r\n", "Protocol error: invalid bulk length"),
    (b"*1\r\n$\r\n", "Protocol error: invalid bulk length"),
    (b"*1\r\n$-1\r\n", "Protocol error: invalid bulk length"),
    (b"*1\r\n$1048577\r\n", "Protocol error: invalid bulk length"),
    (b"*1\r\n$2000000000\r\n", "Protocol error: invalid bulk length"),
    (b"*1\r\n$99999999999999999999\r\n", "Protocol error: invalid bulk length"),
    (b"*1\r\nfoo\r\n", "Protocol error: expected '$', got 'f'"),
    (b"*2\r\n$4\r\nECHO\r\n\xff\r\n", "Protocol error: expected '$', got '?'"),
    (b"*1\r\n$4\r\nPINGxx", "Protocol error: bulk string does not end in CR LF"),
];

fn a_request_that_is_no_command_is_told(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    for (line, error) in NO_COMMANDS {
        alice.ask(&[line, &b"\r\n"[..]].concat(), told(error).as_bytes());
        alice.ping();
    }
    alice.ask(&request(&[b""]), b"-ERR unknown command ''\r\n");
    server.stop();
}

fn bytes_that_are_no_request_end_it(model: &'static Model) {
    let server = Server::start(model);
    for (bytes, error) in NO_REQUESTS {
        let mut alice = server.connect();
        alice.ask(bytes, told(error).as_bytes());
        alice.expect_end();
    }
    server.stop();
}

fn what_came_before_is_answered(model: &'static Model) {
    let server = Server::start(model);
    for (bytes, error) in NO_REQUESTS {
        let mut alice = server.connect();
        alice.send(&[b"SET key value\r\nGET key\r\n", *bytes].concat());
        alice.expect(b"+OK\r\n$5\r\nvalue\r\n");
        alice.expect(told(error).as_bytes());
        alice.expect_end();
    }
    server.stop();
}

fn what_comes_after_is_not_run(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    alice.ask(b"SET key before\r\n*1\r\nSET key after\r\n", b"+OK\r\n");
    alice.expect(told("Protocol error: expected '$', got 'S'").as_bytes());
    alice.expect_end();
    drop(alice);
    server.connect().ask(b"GET key\r\n", b"$6\r\nbefore\r\n");
    server.stop();
}

fn what_comes_after_quit_is_not_run(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    alice.ask(b"SET key before\r\nQUIT\r\nSET key after\r\n", b"+OK\r\n+OK\r\n");
    alice.expect_end();
    drop(alice);
    server.connect().ask(b"GET key\r\n", b"$6\r\nbefore\r\n");
    server.stop();
}

fn a_line_without_end_is_bounded(model: &'static Model) {
    let server = Server::start(model);
    for first in [b"x", b"P"] {
        let mut alice = server.connect();
        alice.send(&first.repeat(64 << 10));
        alice.expect(told("Protocol error: too big inline request").as_bytes());
        alice.expect_end();
    }
    let mut bob = server.connect();
    bob.ask(&[b"PING ", &b"x".repeat(65_529)[..], b"\r\n"].concat(), b"$65529\r\n");
    server.stop();
}

fn a_request_without_end_is_bounded(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let value = b"x".repeat(1_000_000);
    let words = [&b"DEL"[..], &value, &value, &value];
    let whole = request(&words);
    // Refused at the third header, before its value.
    alice.send(&whole[..whole.len() - value.len() - 2]);
    alice.expect(told("Protocol error: too big request").as_bytes());
    alice.expect_end();
    server.stop();
}

fn an_unknown_command_forges_no_line(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    alice.ask(&request(&[b"x\r\n+OK\r\n"]), b"-ERR unknown command 'x  +OK  '\r\n");
    let long = b"y".repeat(100_000);
    let reply = [b"-ERR unknown command '", &long[..128], b"'\r\n"].concat();
    alice.ask(&request(&[&long]), &reply);
    // Of 128 bytes, the last one would be half a character.
    let reply = format!("-ERR unknown command 'a{}'\r\n", "\u{e9}".repeat(63));
    alice.ask(&request(&[format!("a{}", "\u{e9}".repeat(80)).as_bytes()]), reply.as_bytes());
    alice.ping();
    server.stop();
}

/// An answer or a close; and the next client is served.
fn web_browsers_are_refused(model: &'static Model) {
    let server = Server::start(model);
    let http = b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
    let hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\0\0\n*9\r\n$5\r\n\xff\xfe\r\n";
    for bytes in [&http[..], hello] {
        let mut browser = server.connect();
        browser.send(bytes);
        browser.finish();
        browser.expect_gone();
    }
    server.client();
    server.stop();
}

/// A page of the web can have a browser send any bytes after the header: it ends before them.
fn the_body_of_a_web_page_is_not_run(model: &'static Model) {
    let server = Server::start(model);
    server.connect().ask(b"SET key before\r\n", b"+OK\r\n");
    let wrong = "-ERR wrong number of arguments for 'get' command\r\n";
    for (head, before) in
        [("POST / HTTP/1.1\r\n", ""), ("post / \r\n", ""), ("GET / HTTP/1.1\r\nHost: x\r\n", wrong)]
    {
        let mut browser = server.connect();
        browser.send(format!("{head}\r\nSET key after\r\n").as_bytes());
        browser.expect(before.as_bytes());
        browser.expect(told("Protocol error: this is no web server").as_bytes());
        browser.expect_end();
    }
    server.connect().ask(b"GET key\r\n", b"$6\r\nbefore\r\n");
    server.stop();
}

/// What one request may hold is bounded by its bytes, long before by its words.
fn seventy_thousand_words_are_read(model: &'static Model) {
    let server = Server::start(model);
    let mut alice = server.connect();
    let keys: Vec<_> = (0..70_000).map(|number| format!("k{number}")).collect();
    let words: Vec<_> =
        [&b"DEL"[..]].into_iter().chain(keys.iter().map(|key| key.as_bytes())).collect();
    alice.ask(&request(&words), b":0\r\n");
    alice.ping();
    server.stop();
}

fn half_a_request_is_no_request(model: &'static Model) {
    let server = Server::start(model);
    for half in ["*1\r\n$4\r\nPIN", "PING", "*2", "*2\r\n$4\r\nECHO\r\n$", "PING\r\n"] {
        let mut alice = server.connect();
        alice.send(half.as_bytes());
        alice.finish();
        if half.ends_with('\n') {
            alice.expect(b"+PONG\r\n");
        }
        alice.expect_end();
    }
    server.stop();
}

/// 60 clients announce as much as they may, and send none of it.
fn lengths_that_are_not_sent_take_no_memory(model: &'static Model) {
    let server = Server::start(model);
    let number = if model.one_at_a_time() { 1 } else { 60 };
    let mut clients: Vec<_> = (0..number).map(|_| server.client()).collect();
    let before = server.process().memory();
    for client in &mut clients {
        client.send(b"PING\r\n*1048576\r\n$4\r\nECHO\r\n$1048576\r\n");
        client.expect(b"+PONG\r\n");
    }
    let more = server.process().memory().saturating_sub(before);
    assert!(more < 4 << 20, "took {more} bytes for values that were never sent");
    server.stop();
}

/// An error as the client sees it.
fn told(error: &str) -> String {
    format!("-ERR {error}\r\n")
}
