//! Replies: what goes back to the client, as bytes of RESP2.

use crate::buffer::{Buffer, Full, Storage};

/// Room, in bytes, that every [`Reply`] without a client's bytes in it needs at most.
pub const SHORT: usize = 256;

/// How many bytes of an unknown command's name are quoted back.
const QUOTED: usize = 128;

/// One reply. All of it is written, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply<'a> {
    /// `+OK`.
    Ok,
    /// `+PONG`.
    Pong,
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
    #[inline(always)]
    pub fn write<S: Storage>(&self, out: &mut Buffer<S>) -> Result<(), Full> {
        match *self {
            Self::Ok => out.push(b"+OK\r\n"),
            Self::Pong => out.push(b"+PONG\r\n"),
            Self::Error(text) => out.push_all(&[b"-ERR ", text.as_bytes(), b"\r\n"]),
            Self::ErrorAbout(before, name, after) => {
                let [before, name, after] = [before, name, after].map(str::as_bytes);
                out.push_all(&[b"-ERR ", before, name, after, b"\r\n"])
            }
            Self::Unknown(name) => unknown(out, name),
            Self::Integer(value) => out.push_all(&[b":", Decimal::new(value).digits(), b"\r\n"]),
            Self::Bulk(bytes) => {
                let length = Decimal::new(bytes.len());
                out.push_all(&[b"$", length.digits(), b"\r\n", bytes, b"\r\n"])
            }
            Self::Null => out.push(b"$-1\r\n"),
            Self::Array(count) => out.push_all(&[b"*", Decimal::new(count).digits(), b"\r\n"]),
        }
    }
}

fn unknown<S: Storage>(out: &mut Buffer<S>, name: &[u8]) -> Result<(), Full> {
    let mut quoted = [b' '; QUOTED];
    let len = name.len().min(QUOTED);
    for (to, from) in quoted.iter_mut().zip(name) {
        if !matches!(from, b'\r' | b'\n') {
            *to = *from;
        }
    }
    out.push_all(&[b"-ERR unknown command '", &quoted[..len], b"'\r\n"])
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
