//! Work is linear in the bytes, however they are cut: counted, not timed.

use socket_core::{
    buffer::{Buffer, Growing},
    frame::{Parser, Request},
    limits::Limits,
    session::{Nothing, Session, Want},
};

const VALUE: usize = 1 << 20;

/// `ECHO` of 1 MiB.
fn request() -> Vec<u8> {
    let mut bytes = format!("*2\r\n$4\r\nECHO\r\n${VALUE}\r\n").into_bytes();
    bytes.extend(vec![b'x'; VALUE]);
    bytes.extend(b"\r\n");
    bytes
}

/// Each byte of 1 MiB comes alone: all that the inbox ever moves is less than two bytes a byte.
#[test]
fn a_value_byte_by_byte_is_hardly_moved() {
    let request = request();
    let mut inbox = Buffer::new(Growing::new(2 << 20));
    let mut parser = Parser::default();
    let (mut place, mut moved) = (inbox.filled().as_ptr(), 0);
    for (at, byte) in request.iter().enumerate() {
        inbox.spare()[0] = *byte;
        if inbox.filled().as_ptr() != place {
            place = inbox.filled().as_ptr();
            moved += at;
        }
        inbox.commit(1);
        let parsed = parser.parse(inbox.filled(), &Limits::default()).expect("it is a request");
        assert_eq!(parsed.is_some(), at + 1 == request.len());
    }
    assert!(moved < 2 * request.len(), "{moved} bytes were moved");
}

/// What the parser has seen is overwritten before it goes on: it can't tell, so it does not look.
#[test]
fn a_value_that_has_been_seen_is_not_looked_at_again() {
    let request = request();
    let header = request.len() - VALUE - 2;
    let (mut bytes, mut parser) = (Vec::new(), Parser::default());
    for byte in &request[..request.len() - 1] {
        bytes.push(*byte);
        let parsed = parser.parse(&bytes, &Limits::default()).expect("it is a request");
        assert!(parsed.is_none(), "a request of {} bytes", bytes.len());
        if bytes.len() > header {
            *bytes.last_mut().expect("it has just been pushed") = b'\n';
        }
    }
    bytes[header + VALUE] = b'\r';
    bytes.push(b'\n');
    let parsed = parser.parse(&bytes, &Limits::default());
    assert_eq!(parsed.unwrap().unwrap().len, request.len());
}

/// Line ends where none were: a parser that looks there again finds the end too early.
#[test]
fn a_line_that_has_been_seen_is_not_looked_at_again() {
    let mut bytes = Vec::new();
    let mut parser = Parser::default();
    for _ in 0..60_000 {
        bytes.push(b'x');
        assert!(parser.parse(&bytes, &Limits::default()).unwrap().is_none());
        *bytes.last_mut().expect("it has just been pushed") = b'\n';
    }
    bytes.push(b'\n');
    let Request { len, .. } = parser.parse(&bytes, &Limits::default()).unwrap().unwrap();
    assert_eq!(len, 60_001);
}

/// Words that have been seen are replaced by what is none.
#[test]
fn words_that_have_been_seen_are_not_looked_at_again() {
    let word = b"$3\r\nabc\r\n";
    let mut bytes = b"*1000\r\n".to_vec();
    let mut parser = Parser::default();
    for _ in 0..1_000 {
        assert!(parser.parse(&bytes, &Limits::default()).unwrap().is_none());
        bytes[7..].fill(b'?');
        bytes.extend(word);
    }
    let Request { len, .. } = parser.parse(&bytes, &Limits::default()).unwrap().unwrap();
    assert_eq!(len, bytes.len());
}

/// As many turns as pieces, and not one more.
#[test]
fn a_session_turns_once_for_a_piece() {
    let request = request();
    let limits = Limits::default();
    let inbox = Buffer::new(Growing::new(limits.request));
    let outbox = Buffer::new(Growing::new(limits.replies + limits.value));
    let mut session = Session::new(inbox, outbox, limits);
    request.chunks(1_000).for_each(|piece| receive(&mut session, piece));
    assert_eq!(send(&mut session), request.len() - b"*2\r\n$4\r\nECHO\r\n".len());
}

fn receive(session: &mut Session<Growing>, mut piece: &[u8]) {
    while !piece.is_empty() {
        assert_eq!(session.want(), Want::Read);
        let inbox = session.inbox();
        let n = piece.len().min(inbox.len());
        inbox[..n].copy_from_slice(&piece[..n]);
        piece = &piece[n..];
        session.received(n, &mut Nothing);
    }
}

/// How many bytes have been sent, in pieces.
fn send(session: &mut Session<Growing>) -> usize {
    let mut sent = 0;
    while session.want() == Want::Write {
        let n = session.outbox().len().min(1_000);
        session.sent(n, &mut Nothing);
        sent += n;
    }
    sent
}
