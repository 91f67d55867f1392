//! Any chunking, any memory, same answer: sessions against the [`reference`].

use std::time::Duration;

use io_models::Recycled;
use proptest::{collection::vec, prelude::*, sample::select};
use socket_core::{
    buffer::{Buffer, Growing, Storage},
    limits::Limits,
    session::{Session, Want},
    store::Store,
};

use crate::reference;

/// Small limits, so that small inputs come to them.
const LIMITS: Limits = Limits { line: 64, words: 8, value: 100, request: 300, replies: 1_000 };

/// What a reply takes at most, and not much more: some do not fit behind others.
const OUTBOX: usize = 280;

/// Bytes that are no request, or never become one.
const WRONG: &[&str] = &[
    "*x\r\n",
    "*9\r\n",
    "*1\r\nfoo\r\n",
    "*2\r\n$4\r\nPING\r\nfoo\r\n",
    "*1\r\n$-1\r\n",
    "*1\r\n$101\r\n",
    "*1\r\n$x\r\n",
    "*2\r\n$4\r\nPINGxx",
    "*1\r\n\u{7f}",
    "*1\r\n$4\r\nPI",
    "it is a very long line of very many words that say nothing but go on",
];

const NAMES: &[&str] =
    &["PING", "ping", "ECHO", "SET", "GET", "DEL", "NOSUCH", "QUIT", "", "x\r\ny"];

fn word() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..20),
        vec(any::<u8>(), 90..102),
        select(vec![b"key".to_vec(), b"other".to_vec(), b"*1\r\n$4\r\nQUIT\r\n".to_vec()]),
    ]
}

fn array(name: &str, words: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = format!("*{}\r\n", words.len() + 1).into_bytes();
    for word in [name.as_bytes()].into_iter().chain(words.iter().map(|word| &word[..])) {
        bytes.extend(format!("${}\r\n", word.len()).bytes());
        bytes.extend(word);
        bytes.extend(b"\r\n");
    }
    bytes
}

/// A request: most are right, few are not.
fn request() -> impl Strategy<Value = Vec<u8>> {
    let array = (select(NAMES), vec(word(), 0..4)).prop_map(|(name, words)| array(name, &words));
    let inline = (select(NAMES), "[ a-z\t]{0,30}", select(vec!["\r\n", "\n"]))
        .prop_map(|(name, words, end)| format!("{name} {words}{end}").into_bytes());
    let blank = select(vec!["\r\n", "\n", "*0\r\n", "*-10\r\n", " \t \r\n"]);
    let wrong = select(WRONG);
    let long = (50..80_usize).prop_map(|len| [&vec![b'x'; len][..], b"\r\n"].concat());
    prop_oneof![
        20 => array,
        10 => inline,
        5 => blank.prop_map(|text| text.as_bytes().to_vec()),
        1 => wrong.prop_map(|text| text.as_bytes().to_vec()),
        1 => long,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn any_chunking_and_any_memory_give_the_same_answer(
        requests in vec(request(), 0..40),
        pieces in vec(1..300_usize, 1..20),
        sends in vec(1..300_usize, 1..20),
    ) {
        let bytes = requests.concat();
        let wanted = reference::replies(&bytes, &LIMITS);
        let converse = Conversation { bytes: &bytes, pieces: &pieces, sends: &sends };
        let growing = || Buffer::new(Growing::new(OUTBOX.max(LIMITS.request)));
        prop_assert_eq!(shown(&converse.with(growing(), growing())), shown(&wanted));
        let recycled = || Buffer::new(Recycled::new(OUTBOX.max(LIMITS.request)));
        prop_assert_eq!(shown(&converse.with(recycled(), recycled())), shown(&wanted));
        let arrays = (Buffer::new([0; 300]), Buffer::new([0; 300]));
        prop_assert_eq!(shown(&converse.with(arrays.0, arrays.1)), shown(&wanted));
        let (mut inbox, mut outbox) = ([0; LIMITS.request], [0; OUTBOX]);
        let slices = (Buffer::new(&mut inbox[..]), Buffer::new(&mut outbox[..]));
        prop_assert_eq!(shown(&converse.with(slices.0, slices.1)), shown(&wanted));
    }

    #[test]
    fn no_bytes_can_make_it_panic(bytes in vec(any::<u8>(), 0..500), pieces in vec(1..90_usize, 1..9)) {
        let converse = Conversation { bytes: &bytes, pieces: &pieces, sends: &[7] };
        converse.with(Buffer::new([0; 300]), Buffer::new([0; 300]));
    }
}

/// Whatever has gathered before it, and whether it has to wait for that to leave: the same error.
#[test]
fn an_error_that_does_not_fit_yet_comes_later() {
    for wrong in WRONG {
        for before in 0..20 {
            let bytes = [&b"NOSUCH\r\n".repeat(before)[..], wrong.as_bytes()].concat();
            let converse = Conversation { bytes: &bytes, pieces: &[300], sends: &[300] };
            let got = converse.with(Buffer::new([0; 300]), Buffer::new([0; 300]));
            assert_eq!(shown(&got), shown(&reference::replies(&bytes, &LIMITS)));
        }
    }
}

const TOO_BIG: &str = "-ERR Protocol error: too big request\\r\\n";

/// Where the inbox has room for more than a request may have, what is beyond that changes no error.
#[test]
fn an_error_does_not_depend_on_how_much_has_come() {
    let limits = Limits { line: 1_000, value: 300, ..LIMITS };
    let line = b"x".repeat(400);
    let word = [&b"*3\r\n$288\r\n"[..], &b"x".repeat(288), b"\r\n"].concat();
    for (first, next) in [(line, "\r\n"), (word, "foo\r\n")] {
        let bytes = [&first[..], next.as_bytes()].concat();
        for pieces in [1, 299, 300, 301, bytes.len()] {
            let converse = Conversation { bytes: &bytes, pieces: &[pieces], sends: &[300] };
            let buffer = || Buffer::new(Growing::new(1_000));
            let got = converse.under(limits, buffer(), buffer());
            assert_eq!(shown(&got), TOO_BIG, "{pieces} a piece");
        }
    }
}

/// What a client sends, in which pieces, and in which pieces the replies leave.
struct Conversation<'a> {
    bytes: &'a [u8],
    pieces: &'a [usize],
    sends: &'a [usize],
}

impl Conversation<'_> {
    /// All replies.
    fn with<S: Storage>(&self, inbox: Buffer<S>, outbox: Buffer<S>) -> Vec<u8> {
        self.under(LIMITS, inbox, outbox)
    }

    fn under<S: Storage>(&self, limits: Limits, inbox: Buffer<S>, outbox: Buffer<S>) -> Vec<u8> {
        let mut session = Session::new(inbox, outbox, limits);
        let mut store = Store::default();
        let mut pieces = self.pieces.iter().copied().cycle();
        let mut sends = self.sends.iter().copied().cycle();
        let (mut rest, mut replies) = (self.bytes, Vec::new());
        loop {
            match session.want() {
                Want::Read => {
                    let n = fill(session.inbox(), &mut rest, pieces.next().unwrap_or(1));
                    session.received(n, &mut store);
                }
                Want::Write => {
                    let n = drain(session.outbox(), &mut replies, sends.next().unwrap_or(1));
                    session.sent(n, &mut store);
                }
                Want::Sleep(duration) => {
                    assert_eq!(duration, Duration::ZERO, "nobody asked for more");
                    session.slept(&mut store);
                }
                Want::Close => return replies,
            }
        }
    }
}

/// Receives a piece of the rest: how many bytes have come.
fn fill(inbox: &mut [u8], rest: &mut &[u8], most: usize) -> usize {
    assert!(!inbox.is_empty(), "an empty read looks like the end");
    let (piece, others) = rest.split_at(rest.len().min(inbox.len()).min(most));
    inbox[..piece.len()].copy_from_slice(piece);
    *rest = others;
    piece.len()
}

/// Sends a piece of it: how many bytes have gone.
fn drain(outbox: &[u8], replies: &mut Vec<u8>, most: usize) -> usize {
    assert!(!outbox.is_empty(), "there is nothing to write");
    let piece = &outbox[..outbox.len().min(most)];
    replies.extend(piece);
    piece.len()
}

fn shown(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}
