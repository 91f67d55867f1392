//! Memory is there while bytes are: none for an idle client, none for what was only announced.

use std::rc::Rc;

use socket_core::{
    buffer::Buffer,
    limits::Limits,
    session::{Handler, Nothing, Session, Want},
    store::Store,
};

use crate::storage::{Seen, Watched};

struct Watching {
    session: Session<Watched>,
    inbox: Rc<Seen>,
    outbox: Rc<Seen>,
}

impl Watching {
    fn new() -> Self {
        let limits = Limits::default();
        let (inbox, seen_inbox) = Watched::new(limits.request);
        let (outbox, seen_outbox) = Watched::new(limits.replies + limits.value);
        let session = Session::new(Buffer::new(inbox), Buffer::new(outbox), limits);
        Self { session, inbox: seen_inbox, outbox: seen_outbox }
    }

    fn receive(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            assert_eq!(self.session.want(), Want::Read);
            let inbox = self.session.inbox();
            let n = bytes.len().min(inbox.len());
            inbox[..n].copy_from_slice(&bytes[..n]);
            bytes = &bytes[n..];
            self.session.received(n, &mut Nothing);
        }
    }

    fn send(&mut self) {
        while self.session.want() == Want::Write {
            let n = self.session.outbox().len();
            self.session.sent(n, &mut Nothing);
        }
    }

    fn taken(&self) -> usize {
        self.inbox.now.get() + self.outbox.now.get()
    }
}

#[test]
fn an_idle_session_has_none() {
    let mut watching = Watching::new();
    assert_eq!(watching.taken(), 0);
    for _ in 0..3 {
        watching.receive(b"PING\r\n");
        watching.send();
        assert_eq!(watching.taken(), 0);
    }
}

#[test]
fn what_gets_no_reply_or_a_late_one_takes_none() {
    for request in ["\r\n", "*0\r\n", "DEBUG SLEEP 1\r\n"] {
        let mut watching = Watching::new();
        watching.receive(request.as_bytes());
        assert_ne!(watching.session.want(), Want::Write);
        assert_eq!(watching.taken(), 0, "{request:?}");
    }
}

#[test]
fn a_session_that_was_ready_for_nothing_has_none() {
    let mut watching = Watching::new();
    assert!(!watching.session.inbox().is_empty());
    watching.session.received_nothing();
    assert_eq!(watching.taken(), 0);
}

#[test]
fn a_large_value_takes_it_only_while_it_travels() {
    let mut watching = Watching::new();
    let mut request = b"*2\r\n$4\r\nECHO\r\n$1048576\r\n".to_vec();
    request.extend(vec![b'x'; 1 << 20]);
    request.extend(b"\r\n");
    watching.receive(&request);
    assert_eq!(watching.inbox.now.get(), 0, "the inbox is drained");
    assert!(watching.inbox.most.get() <= 2 << 20);
    watching.send();
    assert_eq!(watching.taken(), 0);
    assert!(watching.outbox.most.get() <= (1 << 20) + (64 << 10));
}

#[test]
fn a_length_that_is_only_announced_takes_none() {
    let mut watching = Watching::new();
    watching.receive(b"*65536\r\n$1048576\r\n");
    assert!(watching.taken() <= 4 << 10, "{} bytes", watching.taken());
}

#[test]
fn it_grows_with_what_has_come() {
    let mut watching = Watching::new();
    watching.receive(b"*1\r\n$1048576\r\n");
    for _ in 0..10 {
        watching.receive(&[b'x'; 1_000]);
    }
    assert!(watching.taken() <= 32 << 10, "{} bytes for some 10,000", watching.taken());
}

/// Replies gather up to the limit; then they must leave before more requests are run.
#[test]
fn replies_gather_up_to_the_limit_only() {
    const VALUE: usize = 10_000;
    let mut watching = Watching::new();
    let mut store = Store::default();
    store.set(b"key", &[b'x'; VALUE]).expect("it has no bound");
    let requests = b"GET key\r\n".repeat(100);
    let session = &mut watching.session;
    session.inbox()[..requests.len()].copy_from_slice(&requests);
    session.received(requests.len(), &mut store);
    let mut replies = 0;
    while session.want() == Want::Write {
        let gathered = session.outbox().len();
        assert!(gathered < Limits::default().replies + VALUE + 16, "{gathered} bytes");
        session.sent(gathered, &mut store);
        replies += gathered;
    }
    assert_eq!(replies, 100 * (VALUE + b"$10000\r\n\r\n".len()));
}

/// While its replies have not left, a session wants nothing but to send them.
#[test]
fn it_does_not_read_while_it_has_replies() {
    let mut watching = Watching::new();
    watching.receive(b"PING\r\n");
    while watching.session.outbox().len() > 1 {
        assert_eq!(watching.session.want(), Want::Write);
        watching.session.sent(1, &mut Nothing);
    }
    assert_eq!(watching.session.want(), Want::Write);
    watching.session.sent(1, &mut Nothing);
    assert_eq!(watching.session.want(), Want::Read);
}
