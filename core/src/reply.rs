//! Replies: what goes back to the client, as bytes of RESP2.

use crate::buffer::{Buffer, Full, Storage};

/// Room, in bytes, that every [`Reply`] without a client's bytes in it needs at most.
pub const SHORT: usize = 256;

/// How many bytes of an unknown command's name are quoted back.
const QUOTED: usize = 128;

/// One reply. All of it is written, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply<'a> {
    /// `+text`: short, without a line end.
    Simple(&'a str),
    /// `-ERR text`: what the client did wrong.
    Error(&'a str),
    /// `-ERR` with a name out of our own tables between two texts.
    ErrorAbout(&'a str, &'a str, &'a str),
    /// `-ERR unknown command`, the name quoted so that it can't forge a line.
    Unknown(&'a [u8]),
    /// `:number`.
    Integer(usize),
    /// `$length` and the bytes.
    Bulk(&'a [u8]),
    /// `$-1`: there is no such value.
    Null,
    /// `*count`: as many replies follow.
    Array(usize),
}

impl Reply<'_> {
    /// Queues the reply.
    ///
    /// # Errors
    /// [`Full`] if it does not fit; then nothing of it is queued.
    pub fn write<S: Storage>(&self, out: &mut Buffer<S>) -> Result<(), Full> {
        match *self {
            Self::Simple(text) => line(out, b"+", &[text.as_bytes()]),
            Self::Error(text) => line(out, b"-ERR ", &[text.as_bytes()]),
            Self::ErrorAbout(before, name, after) => {
                line(out, b"-ERR ", &[before.as_bytes(), name.as_bytes(), after.as_bytes()])
            }
            Self::Unknown(name) => unknown(out, name),
            Self::Integer(value) => line(out, b":", &[Decimal::new(value).digits()]),
            Self::Bulk(bytes) => bulk(out, bytes),
            Self::Null => line(out, b"$-1", &[]),
            Self::Array(count) => line(out, b"*", &[Decimal::new(count).digits()]),
        }
    }
}

fn line<S: Storage>(out: &mut Buffer<S>, kind: &[u8], parts: &[&[u8]]) -> Result<(), Full> {
    let len = parts.iter().map(|part| part.len()).sum::<usize>();
    out.reserve(kind.len() + len + 2)?;
    out.push(kind)?;
    for part in parts {
        out.push(part)?;
    }
    out.push(b"\r\n")
}

fn bulk<S: Storage>(out: &mut Buffer<S>, bytes: &[u8]) -> Result<(), Full> {
    let length = Decimal::new(bytes.len());
    out.reserve(1 + length.digits().len() + 2 + bytes.len() + 2)?;
    line(out, b"$", &[length.digits()])?;
    out.push(bytes)?;
    out.push(b"\r\n")
}

fn unknown<S: Storage>(out: &mut Buffer<S>, name: &[u8]) -> Result<(), Full> {
    let mut quoted = [b' '; QUOTED];
    let len = name.len().min(QUOTED);
    for (to, from) in quoted.iter_mut().zip(name) {
        if !matches!(from, b'\r' | b'\n') {
            *to = *from;
        }
    }
    line(out, b"-ERR unknown command '", &[&quoted[..len], b"'"])
}

/// A number's digits, written backwards from the end.
struct Decimal {
    bytes: [u8; 20],
    start: usize,
}

impl Decimal {
    fn new(mut value: usize) -> Self {
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

    fn digits(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}
