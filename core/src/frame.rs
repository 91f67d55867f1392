//! The grammar of requests: one request from bytes, or "more", or an error.
//!
//! ```text
//! request = *blank-line ( inline / array )
//! inline  = words between blanks, then LF or CRLF                  PING hello CRLF
//! array   = "*" count CRLF  count x ( "$" length CRLF  bytes CRLF )
//! ```
//!
//! The [`Parser`] never looks at a byte of a value, and where a request is cut it goes on from
//! there: what has been seen is not scanned again, however small the pieces come. (A header is at
//! most 13 bytes; it is read when all of it is there.)

use memchr::memchr;

use crate::limits::Limits;

/// Why bytes are no request. Where the next request would begin is unknown: close after saying so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The count behind `*` is no number, or above [`Limits::words`].
    Count,
    /// The length behind `$` is no number, negative, or above [`Limits::value`].
    Length,
    /// A word of an array began with this byte.
    NotBulk(u8),
    /// A word of an array did not end where its length said.
    Unended,
    /// A line is above [`Limits::line`].
    LongLine,
    /// A request is above [`Limits::request`], or than the buffer can hold.
    LongRequest,
}

/// One whole request, as it stands in the buffer.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// How many bytes it took: what to consume.
    pub len: usize,
    /// Its words; none for a blank request, which gets no reply.
    pub words: Words<'a>,
}

/// How far a request has been read. It belongs to the buffer's front: what it returns must be
/// consumed before it is asked again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parser {
    /// Bytes that need not be looked at again.
    seen: usize,
    /// Where the words begin, behind the array's header.
    words: usize,
    /// Words that are still to come.
    missing: usize,
    /// Words in all; 0 while no array has begun.
    count: usize,
}

impl Parser {
    /// Reads on in `bytes`, which begin where the last request ended. `None` asks for more.
    ///
    /// # Errors
    /// The peer's, see [`Error`].
    pub fn parse<'a>(
        &mut self,
        bytes: &'a [u8],
        limits: &Limits,
    ) -> Result<Option<Request<'a>>, Error> {
        let parsed = match bytes.first() {
            None => Ok(None),
            Some(b'*') => self.array(bytes, limits),
            Some(_) => self.inline(bytes, limits),
        };
        match parsed {
            Ok(None) if bytes.len() >= limits.request => Err(Error::LongRequest),
            Ok(Some(request)) => {
                *self = Self::default();
                Ok(Some(request))
            }
            other => other,
        }
    }

    fn inline<'a>(
        &mut self,
        bytes: &'a [u8],
        limits: &Limits,
    ) -> Result<Option<Request<'a>>, Error> {
        let end = memchr(b'\n', &bytes[self.seen..]).map(|at| self.seen + at);
        self.seen = bytes.len();
        match end {
            Some(at) if at < limits.line => {
                Ok(Some(Request { len: at + 1, words: Words::Inline(&bytes[..at]) }))
            }
            None if bytes.len() < limits.line => Ok(None),
            _ => Err(Error::LongLine),
        }
    }

    fn array<'a>(
        &mut self,
        bytes: &'a [u8],
        limits: &Limits,
    ) -> Result<Option<Request<'a>>, Error> {
        if self.count == 0 {
            let Some((count, end)) = number(bytes, 1).map_err(|_| Error::Count)? else {
                return Ok(None);
            };
            self.words = end;
            self.seen = end;
            self.count = match usize::try_from(count) {
                Ok(count) if count <= limits.words => count,
                Ok(_) => return Err(Error::Count),
                Err(_) => 0,
            };
            self.missing = self.count;
        }
        while self.missing > 0 {
            let Some(end) = bulk(bytes, self.seen, limits)? else {
                return Ok(None);
            };
            self.seen = end;
            self.missing -= 1;
        }
        let words = Words::Array { bytes: &bytes[self.words..self.seen], count: self.count };
        Ok(Some(Request { len: self.seen, words }))
    }
}

/// Where the bulk string that begins at `start` ends, if all of it is there.
#[inline]
fn bulk(bytes: &[u8], start: usize, limits: &Limits) -> Result<Option<usize>, Error> {
    match bytes.get(start) {
        None => return Ok(None),
        Some(b'$') => {}
        Some(&other) => return Err(Error::NotBulk(other)),
    }
    let Some((length, begin)) = number(bytes, start + 1).map_err(|_| Error::Length)? else {
        return Ok(None);
    };
    let length = usize::try_from(length).map_err(|_| Error::Length)?;
    if length > limits.value {
        return Err(Error::Length);
    }
    let end = begin + length;
    if end + 2 > limits.request {
        return Err(Error::LongRequest);
    }
    match bytes.get(end..end + 2) {
        None => Ok(None),
        Some(b"\r\n") => Ok(Some(end + 2)),
        Some(_) => Err(Error::Unended),
    }
}

/// The bytes between a `*` or `$` and its CRLF were no number.
struct NotANumber;

/// The number that begins at `start`, and where its CRLF ends; at most nine digits.
#[inline]
fn number(bytes: &[u8], start: usize) -> Result<Option<(i64, usize)>, NotANumber> {
    let negative = bytes.get(start) == Some(&b'-');
    let first = start + usize::from(negative);
    let mut value = 0;
    let mut at = first;
    loop {
        match bytes.get(at) {
            None => return Ok(None),
            Some(digit @ b'0'..=b'9') if at < first + 9 => {
                value = value * 10 + i64::from(digit - b'0');
            }
            Some(b'\r') if at > first => break,
            Some(_) => return Err(NotANumber),
        }
        at += 1;
    }
    match bytes.get(at + 1) {
        None => Ok(None),
        Some(b'\n') => Ok(Some((if negative { -value } else { value }, at + 2))),
        Some(_) => Err(NotANumber),
    }
}

/// The words of a request, borrowed from the buffer; clone it to walk them again.
#[derive(Clone, Copy, Debug)]
pub enum Words<'a> {
    /// What is left of an inline request.
    Inline(&'a [u8]),
    /// What is left of an array that has been parsed.
    Array {
        /// Bulk strings, headers included.
        bytes: &'a [u8],
        /// How many.
        count: usize,
    },
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        match self {
            Self::Inline(line) => {
                let start = line.iter().position(|byte| !is_blank(*byte))?;
                let rest = &line[start..];
                let len = rest.iter().position(|byte| is_blank(*byte)).unwrap_or(rest.len());
                *line = &rest[len..];
                Some(&rest[..len])
            }
            Self::Array { count: 0, .. } => None,
            Self::Array { bytes, count } => {
                let (word, rest) = split_bulk(bytes)?;
                *bytes = rest;
                *count -= 1;
                Some(word)
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// Splits the first of some bulk strings that have been parsed.
#[inline]
fn split_bulk(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, begin) = number(bytes, 1).ok()??;
    let end = begin + usize::try_from(length).ok()?;
    Some((bytes.get(begin..end)?, bytes.get(end + 2..)?))
}
