//! Replies: what goes back to the client, as bytes of RESP2 or RESP3.

mod quoted;

use crate::{
    buffer::{Buffer, Full, Storage},
    version::Version,
};
use quoted::Quoted;

/// Room, in bytes, that every [`Reply`] without a client's bytes in it needs at most, and an error
/// that quotes some.
pub const ROOM_FOR_FIXED: usize = 256;

/// One reply. All of it is written, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply<'a> {
    /// `+OK`.
    Ok,
    /// `+PONG`.
    Pong,
    /// `+text`.
    Status(&'a str),
    /// `-ERR text`: what the client did wrong.
    Error(&'a str),
    /// `-text`: an error with a code of its own at its front.
    Refusal(&'a str),
    /// `-ERR` with a name out of our own tables between two texts.
    ErrorAbout(&'a str, &'a str, &'a str),
    /// `-ERR` with bytes of the client's between three texts, quoted so that they can neither
    /// forge a line nor drive a terminal. (The third is for a name out of our own tables.)
    ErrorQuoting(&'a str, &'a [u8], [&'a str; 3]),
    /// `:number`.
    Integer(isize),
    /// `$length` and the bytes.
    Bulk(&'a [u8]),
    /// Text for people in several parts: a bulk string under RESP2, `=length`, `txt:` and the
    /// parts under RESP3.
    Text(Version, &'a [&'a [u8]]),
    /// There is no such value: `$-1` under RESP2, `_` under RESP3.
    Null(Version),
    /// `*count`: as many replies follow.
    Array(usize),
    /// As many replies follow, in no order: `*count` under RESP2, `~count` under RESP3.
    Set(Version, usize),
    /// As many pairs of replies follow: `*` and twice the count under RESP2, `%count` under RESP3.
    Map(Version, usize),
}

impl Reply<'_> {
    /// Queues the reply.
    ///
    /// # Errors
    /// [`Full`] if it does not fit; then nothing of it is queued.
    #[inline(always)]
    pub fn write<S: Storage>(&self, out: &mut Buffer<S>) -> Result<(), Full> {
        match *self {
            Self::Ok => out.push(b"+OK\r\n"),
            Self::Pong => out.push(b"+PONG\r\n"),
            Self::Integer(value) => integer(out, value),
            Self::Bulk(bytes) => {
                let length = Decimal::new(bytes.len());
                out.push_all(&[b"$", length.digits(), b"\r\n", bytes, b"\r\n"])
            }
            Self::Null(Version::Two) => out.push(b"$-1\r\n"),
            Self::Null(Version::Three) => out.push(b"_\r\n"),
            rare => rare.write_rare(out),
        }
    }

    /// Queues a reply that no client waits for in a hurry: as [`Reply::write`], but never inlined.
    ///
    /// # Errors
    /// [`Full`] if it does not fit; then nothing of it is queued.
    #[cold]
    #[inline(never)]
    pub(crate) fn write_rare<S: Storage>(&self, out: &mut Buffer<S>) -> Result<(), Full> {
        match *self {
            Self::Status(text) => out.push_all(&[b"+", text.as_bytes(), b"\r\n"]),
            Self::Error(text) => out.push_all(&[b"-ERR ", text.as_bytes(), b"\r\n"]),
            Self::Refusal(text) => out.push_all(&[b"-", text.as_bytes(), b"\r\n"]),
            Self::ErrorAbout(before, name, after) => {
                let [before, name, after] = [before, name, after].map(str::as_bytes);
                out.push_all(&[b"-ERR ", before, name, after, b"\r\n"])
            }
            Self::ErrorQuoting(before, bytes, after) => {
                let [first, second, third] = after.map(str::as_bytes);
                let bytes = Quoted::new(bytes);
                let before = before.as_bytes();
                out.push_all(&[b"-ERR ", before, bytes.text(), first, second, third, b"\r\n"])
            }
            Self::Text(version, parts) => text(out, version, parts),
            Self::Array(count) => header(out, b"*", count),
            Self::Set(Version::Two, count) => header(out, b"*", count),
            Self::Set(Version::Three, count) => header(out, b"~", count),
            Self::Map(Version::Two, count) => header(out, b"*", 2 * count),
            Self::Map(Version::Three, count) => header(out, b"%", count),
            Self::Ok | Self::Pong | Self::Integer(_) | Self::Bulk(_) | Self::Null(_) => {
                unreachable!("it is written at once")
            }
        }
    }
}

fn integer<S: Storage>(out: &mut Buffer<S>, value: isize) -> Result<(), Full> {
    let sign: &[u8] = if value < 0 { b":-" } else { b":" };
    header(out, sign, value.unsigned_abs())
}

fn header<S: Storage>(out: &mut Buffer<S>, kind: &[u8], count: usize) -> Result<(), Full> {
    out.push_all(&[kind, Decimal::new(count).digits(), b"\r\n"])
}

fn text<S: Storage>(out: &mut Buffer<S>, version: Version, parts: &[&[u8]]) -> Result<(), Full> {
    let len = parts.iter().map(|part| part.len()).sum::<usize>();
    out.reserve(len + ROOM_FOR_FIXED)?;
    match version {
        Version::Two => header(out, b"$", len)?,
        Version::Three => {
            header(out, b"=", len + b"txt:".len())?;
            out.push(b"txt:")?;
        }
    }
    out.push_all(parts)?;
    out.push(b"\r\n")
}

/// A number's digits, written backwards from the end.
pub(crate) struct Decimal {
    bytes: [u8; 20],
    start: usize,
}

impl Decimal {
    pub(crate) fn new(mut value: usize) -> Self {
        let mut decimal = Self { bytes: [b'0'; 20], start: 19 };
        loop {
            decimal.bytes[decimal.start] = b"0123456789"[value % 10];
            value /= 10;
            if value == 0 {
                return decimal;
            }
            decimal.start -= 1;
        }
    }

    pub(crate) fn digits(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}
