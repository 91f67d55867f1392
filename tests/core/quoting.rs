//! Bytes of a client's that stand in an error: text in one line, whatever they are.

use socket_core::{
    buffer::{Buffer, Growing},
    limits::Limits,
    session::{Nothing, Session},
};

/// The words before one that may come back in an error.
const BEFORE: [&[&str]; 8] = [
    &[],
    &["CLIENT"],
    &["COMMAND"],
    &["CONFIG"],
    &["DEBUG"],
    &["HELLO", "3"],
    &["CLIENT", "SETINFO"],
    &["CLIENT", "SETNAME"],
];

#[test]
fn no_error_forges_a_line_or_drives_a_terminal() {
    for byte in 0..=u8::MAX {
        is_text(&[b"*1\r\n", &[byte][..], b"\r\n"].concat());
        // An escape and any byte; a character of two bytes, or half of one and any byte.
        for word in [[0x1b, byte], [0xc2, byte]] {
            for before in BEFORE {
                is_text(&request(before, &word));
            }
        }
    }
}

/// The request of these words, with another one at its end in case it lacks that.
fn request(before: &[&str], word: &[u8]) -> Vec<u8> {
    let words = before.iter().map(|word| word.as_bytes()).chain([word, b"value"]);
    let words: Vec<_> = words
        .map(|word| [&b"$"[..], word.len().to_string().as_bytes(), b"\r\n", word, b"\r\n"].concat())
        .collect();
    [format!("*{}\r\n", words.len()).into_bytes(), words.concat()].concat()
}

#[track_caller]
fn is_text(bytes: &[u8]) {
    let buffer = || Buffer::new(Growing::new(1_000));
    let mut session = Session::new(buffer(), buffer(), Limits::default());
    session.inbox()[..bytes.len()].copy_from_slice(bytes);
    session.received(bytes.len(), &mut Nothing);
    let reply = str::from_utf8(session.outbox()).expect("a reply is text");
    let line = reply.strip_prefix("-ERR ").and_then(|reply| reply.strip_suffix("\r\n"));
    let request = bytes.escape_ascii();
    let line = line.unwrap_or_else(|| panic!("{request}: {reply:?} is no error"));
    assert!(!line.contains(char::is_control), "{request}: {reply:?}");
}
