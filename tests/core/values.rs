//! A large value is moved into the store, and not copied; whatever is done, it is what was sent.

use socket_core::{
    buffer::{Buffer, Full, Growing, Storage},
    limits::Limits,
    session::{Handler, Session, Want},
    store::Store,
};

const LARGE: usize = 100_000;

fn session() -> Session<Growing> {
    let limits = Limits::default();
    let inbox = Buffer::new(Growing::new(limits.request));
    let outbox = Buffer::new(Growing::new(limits.replies + limits.value));
    Session::new(inbox, outbox, limits)
}

fn set(key: &str, value: &[u8]) -> Vec<u8> {
    let header = format!("*3\r\n$3\r\nSET\r\n${}\r\n{key}\r\n${}\r\n", key.len(), value.len());
    [header.as_bytes(), value, b"\r\n"].concat()
}

/// Where the bytes came to lie that it has taken.
fn receive(session: &mut Session<Growing>, store: &mut Store, bytes: &[u8]) -> *const u8 {
    let mut place = std::ptr::null();
    let mut rest = bytes;
    while !rest.is_empty() {
        if session.want() == Want::Write {
            session.sent(session.outbox().len(), store);
        }
        place = receive_some(session, store, &mut rest);
    }
    place
}

/// As much as it takes at once: where the last of it came to lie.
fn receive_some(session: &mut Session<Growing>, store: &mut Store, rest: &mut &[u8]) -> *const u8 {
    let inbox = session.inbox();
    let (piece, others) = rest.split_at(inbox.len().min(rest.len()));
    let place = &mut inbox[..piece.len()];
    place.copy_from_slice(piece);
    let end = place.as_ptr_range().end;
    *rest = others;
    session.received(piece.len(), store);
    end
}

fn send(session: &mut Session<Growing>, store: &mut Store, replies: &mut Vec<u8>) {
    while session.want() == Want::Write {
        replies.extend(session.outbox());
        session.sent(session.outbox().len(), store);
    }
}

fn stands_at(store: &mut Store, key: &[u8]) -> *const u8 {
    store.get(key, |value| value.expect("it is there").as_ptr())
}

#[test]
fn it_stays_where_it_was_received() {
    let (mut session, mut store) = (session(), Store::default());
    let end = receive(&mut session, &mut store, &set("key", &[b'x'; LARGE]));
    assert_eq!(session.outbox(), b"+OK\r\n");
    assert_eq!(stands_at(&mut store, b"key").wrapping_add(LARGE + 2), end);
    assert_eq!(get(&mut store, b"key"), [b'x'; LARGE]);
}

/// Then the memory of the old value is where the next request is received, or is given back.
#[test]
fn the_next_one_takes_its_place() {
    let (mut session, mut store) = (session(), Store::default());
    for byte in b'a'..b'e' {
        let value = [byte; LARGE];
        let end = receive(&mut session, &mut store, &set("key", &value));
        assert_eq!(stands_at(&mut store, b"key").wrapping_add(LARGE + 2), end);
        assert_eq!(get(&mut store, b"key"), value);
    }
}

#[test]
fn memory_is_exchanged_for_that_of_the_old_value() {
    let mut store = Store::default();
    let mut storage = filled(b"keynew", 6);
    store.set(b"key", b"old").expect("there is room");
    store.set_moved(&mut storage, 0..3, 3..6).expect("there is room");
    assert_eq!((storage.bytes(), get(&mut store, b"key")), (&b"old"[..], b"new".to_vec()));
}

/// At most as much as the value itself is idle in the store.
#[test]
fn memory_that_is_far_too_large_is_not_taken() {
    for (len, moved) in [(6, true), (7, false)] {
        let mut store = Store::default();
        let mut storage = filled(b"keynew", len);
        store.set_moved(&mut storage, 0..3, 3..6).expect("there is room");
        assert_eq!(storage.bytes().is_empty(), moved, "{len} bytes");
        assert_eq!(get(&mut store, b"key"), b"new");
    }
}

/// What stands behind it is still to be read from there.
#[test]
fn with_requests_behind_it_nothing_is_lost() {
    let (mut session, mut store) = (session(), Store::default());
    let large = [b'x'; LARGE];
    let requests = [&set("one", &large)[..], b"PING\r\n", &set("two", &large), b"GET two\r\n"];
    receive(&mut session, &mut store, &requests.concat());
    let mut replies = Vec::new();
    send(&mut session, &mut store, &mut replies);
    assert!(replies.ends_with(&[&b"$100000\r\n"[..], &large, b"\r\n"].concat()));
    assert_eq!((get(&mut store, b"one"), get(&mut store, b"two")), (large.into(), large.into()));
}

/// Cut anywhere, with small requests before it and after it.
#[test]
fn however_it_is_cut_the_answer_is_the_same() {
    let large = (0..5_000).map(|at: u32| at.to_le_bytes()[0]).collect::<Vec<_>>();
    let requests = [&b"PING\r\n"[..], &set("key", &large), b"GET key\r\nPING\r\n"].concat();
    let reply = [&b"+PONG\r\n+OK\r\n$5000\r\n"[..], &large, b"\r\n+PONG\r\n"].concat();
    for cut in 1..requests.len() {
        let (mut session, mut store) = (session(), Store::default());
        let mut replies = Vec::<u8>::new();
        for mut piece in [&requests[..cut], &requests[cut..]] {
            while !piece.is_empty() {
                receive_some(&mut session, &mut store, &mut piece);
                send(&mut session, &mut store, &mut replies);
            }
        }
        assert!(replies == reply, "cut at {cut}");
    }
}

/// A handler that says nothing of moving.
#[derive(Default)]
struct Last(Vec<u8>);

impl Handler for Last {
    fn get<T>(&mut self, _: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T {
        answer(Some(&self.0))
    }

    fn set(&mut self, _: &[u8], value: &[u8]) -> Result<(), Full> {
        self.0 = value.to_vec();
        Ok(())
    }

    fn delete(&mut self, _: &[u8]) -> bool {
        false
    }
}

/// It is handed a copy.
#[test]
fn a_handler_may_only_know_copies() {
    let mut last = Last::default();
    let mut session =
        Session::new(Buffer::new([0; 10_000]), Buffer::new([0; 10_000]), Limits::default());
    let request = set("key", &[b'x'; 9_000]);
    session.inbox()[..request.len()].copy_from_slice(&request);
    session.received(request.len(), &mut last);
    assert_eq!((session.outbox(), &last.0[..]), (&b"+OK\r\n"[..], &[b'x'; 9_000][..]));
}

fn get(store: &mut Store, key: &[u8]) -> Vec<u8> {
    store.get(key, |value| value.expect("it is there").to_vec())
}

/// Storage of so many bytes that begins with these.
fn filled(bytes: &[u8], len: usize) -> Growing {
    let mut memory = bytes.to_vec();
    memory.resize(len, 0);
    Growing::from_memory(memory, len)
}
