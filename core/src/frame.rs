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

mod words;

use core::mem;

use memchr::memchr;

use crate::limits::Limits;

use words::Rest;
pub use words::Words;

/// Why bytes are no request. Where the next request would begin is unknown: close after saying so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The count after `*` is no number, or above [`Limits::words`].
    Count,
    /// The length after `$` is no number, negative, or above [`Limits::value`].
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
    /// Words that are all there.
    found: usize,
    /// Words in all; 0 while no array has begun.
    count: usize,
    /// Where the first words of the array stand.
    known: [Span; KNOWN],
}

/// Words that are found without reading their headers once more: those of the usual requests.
const KNOWN: usize = 4;

/// Where a word stands in a request.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: usize,
    end: usize,
}

/// A request that is there, as far as the [`Parser`] has looked at it.
struct Whole {
    len: usize,
    /// How many words it has, if it is an array.
    count: Option<usize>,
}

impl Parser {
    /// Reads on in `bytes`, which begin where the last request ended. `None` asks for more.
    ///
    /// # Errors
    /// The peer's, see [`Error`].
    // Inlined with all that it takes for a usual request: handed over in memory, the words would cost
    // as much again as it does to find them.
    #[inline(always)]
    pub fn parse<'a>(
        &'a mut self,
        bytes: &'a [u8],
        limits: &Limits,
    ) -> Result<Option<Request<'a>>, Error> {
        // What is beyond the limit is not looked at: else an error would depend on how much is there.
        let bytes = bytes.get(..limits.request).unwrap_or(bytes);
        let whole = match bytes.first() {
            Some(b'*') => self.array(bytes, limits),
            Some(_) => self.inline(bytes, limits),
            None => return Ok(None),
        };
        // Asked again, it must find the same error, and not go on after it.
        let Some(Whole { len, count }) = whole.inspect_err(|_| *self = Self::default())? else {
            // More is needed; but there is a limit to what can be asked for.
            return if bytes.len() < limits.request { Ok(None) } else { Err(Error::LongRequest) };
        };
        let words = match count {
            Some(count) => Rest::Array { bytes, known: &self.known, at: 0, count },
            None => Rest::Inline(&bytes[..len]),
        };
        Ok(Some(Request { len, words: Words::new(words) }))
    }

    /// The line that begins here, if its end is there.
    fn inline(&mut self, bytes: &[u8], limits: &Limits) -> Result<Option<Whole>, Error> {
        let end = memchr(b'\n', &bytes[self.seen..]).map(|at| self.seen + at + 1);
        self.seen = if end.is_some() { 0 } else { bytes.len() };
        if end.unwrap_or(bytes.len() + 1) > limits.line {
            return Err(Error::LongLine);
        }
        Ok(end.map(|len| Whole { len, count: None }))
    }

    /// The array that begins here, if its end is there.
    #[inline(always)]
    fn array(&mut self, bytes: &[u8], limits: &Limits) -> Result<Option<Whole>, Error> {
        let (count, mut found, mut seen) = if self.count == 0 {
            let (count, end) = match short_number(bytes, 1) {
                Some(count) => count,
                None => match number(bytes, 1).or(Err(Error::Count))? {
                    Some((count, end)) => (usize::try_from(count).unwrap_or(0), end),
                    None => return Ok(None),
                },
            };
            if count > limits.words {
                return Err(Error::Count);
            }
            (count, 0, end)
        } else {
            (mem::take(&mut self.count), self.found, mem::take(&mut self.seen))
        };
        while found < count {
            let Some(word) = bulk(bytes, seen, limits)? else {
                (self.count, self.found, self.seen) = (count, found, seen);
                return Ok(None);
            };
            if let Some(known) = self.known.get_mut(found) {
                *known = word;
            }
            seen = word.end + 2;
            found += 1;
        }
        Ok(Some(Whole { len: seen, count: Some(count) }))
    }
}

/// Where the word stands whose header begins at `at`, if all of it is there.
#[inline]
fn bulk(bytes: &[u8], at: usize, limits: &Limits) -> Result<Option<Span>, Error> {
    match bytes.get(at) {
        None => return Ok(None),
        Some(b'$') => {}
        Some(&other) => return Err(Error::NotBulk(other)),
    }
    let (length, start) = match short_number(bytes, at + 1) {
        Some(length) => length,
        None => match number(bytes, at + 1).or(Err(Error::Length))? {
            Some((length, start)) => (usize::try_from(length).or(Err(Error::Length))?, start),
            None => return Ok(None),
        },
    };
    if length > limits.value {
        return Err(Error::Length);
    }
    let end = start + length;
    if end + 2 > limits.request {
        return Err(Error::LongRequest);
    }
    match bytes.get(end..end + 2) {
        None => Ok(None),
        Some(b"\r\n") => Ok(Some(Span { start, end })),
        Some(_) => Err(Error::Unended),
    }
}

/// The number of one digit or two that begins at `start`, and where its CRLF ends. Nearly all are
/// that short, and are read in one piece.
#[inline]
fn short_number(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let digit = |byte| usize::from(byte - b'0');
    match *bytes.get(start..start + 4)? {
        [ones @ b'0'..=b'9', b'\r', b'\n', _] => Some((digit(ones), start + 3)),
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', b'\r', b'\n'] => {
            Some((10 * digit(tens) + digit(ones), start + 4))
        }
        _ => None,
    }
}

/// What stands in a header is no number, or one of more than nine digits.
struct NotANumber;

/// The number that begins at `start`, and where its CRLF ends; `None` if its end is not there yet.
// Not inlined: it is rare, and would take registers from what is not.
#[inline(never)]
fn number(bytes: &[u8], start: usize) -> Result<Option<(i64, usize)>, NotANumber> {
    let negative = bytes.get(start) == Some(&b'-');
    let first = start + usize::from(negative);
    let mut value = 0;
    let mut at = first;
    loop {
        match bytes.get(at) {
            None => return Ok(None),
            Some(&digit @ b'0'..=b'9') if at < first + 9 => {
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
