//! While somebody else sends a session's outbox, nothing of the session moves under them.

use socket_core::{
    buffer::{Buffer, Growing},
    limits::Limits,
    session::{Nothing, Session, Want},
};

fn session() -> Session<Growing> {
    let buffer = || Buffer::new(Growing::new(4 << 10));
    Session::new(buffer(), buffer(), Limits::default())
}

fn receive(session: &mut Session<Growing>, text: &[u8]) {
    session.inbox()[..text.len()].copy_from_slice(text);
    session.received(text.len(), &mut Nothing);
}

#[test]
fn what_comes_early_waits_for_its_turn() {
    let mut session = session();
    receive(&mut session, b"PING\r\n");
    let outbox = session.lend();
    assert_eq!((outbox.filled(), session.want()), (&b"+PONG\r\n"[..], Want::Write));
    receive(&mut session, b"ECHO hi\r\n");
    assert_eq!((session.outbox(), session.want()), (&b""[..], Want::Write));
    assert!(!session.rests_when_sent(), "it has more to do then");
    session.give_back(outbox);
    session.sent(3, &mut Nothing);
    assert_eq!(session.outbox(), b"NG\r\n", "the rest goes first");
    session.sent(4, &mut Nothing);
    assert_eq!(session.outbox(), b"$2\r\nhi\r\n");
    assert!(session.rests_when_sent());
}

#[test]
fn after_quit_nothing_is_taken_also_if_it_comes_early() {
    let mut session = session();
    receive(&mut session, b"QUIT\r\n");
    let outbox = session.lend();
    receive(&mut session, b"PING\r\n");
    session.give_back(outbox);
    session.sent(5, &mut Nothing);
    assert_eq!((session.outbox(), session.want()), (&b""[..], Want::Close));
}

#[test]
fn an_end_that_comes_early_waits_for_the_reply() {
    let mut session = session();
    receive(&mut session, b"PING\r\n");
    let outbox = session.lend();
    session.received(0, &mut Nothing);
    assert_eq!(session.want(), Want::Write);
    session.give_back(outbox);
    session.sent(7, &mut Nothing);
    assert_eq!(session.want(), Want::Close);
}
