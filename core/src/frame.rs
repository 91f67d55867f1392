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

use core::mem;

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
        let whole = match bytes.first() {
            Some(b'*') => self.array(bytes, limits),
            Some(_) => self.inline(bytes, limits),
            None => return Ok(None),
        };
        // Asked again, it must find the same error, and not go on behind it.
        let Some(Whole { len, count }) = whole.inspect_err(|_| *self = Self::default())? else {
            // More is needed; but there is a limit to what can be asked for.
            return if bytes.len() < limits.request { Ok(None) } else { Err(Error::LongRequest) };
        };
        let words = match count {
            Some(count) => Rest::Array { bytes, known: &self.known, at: 0, count },
            None => Rest::Inline(&bytes[..len]),
        };
        Ok(Some(Request { len, words: Words(words) }))
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
            let (count, end) = match short(bytes, 1) {
                Some(count) => count,
                None => match number(bytes, 1).ok_or(Error::Count)? {
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
    let (length, start) = match short(bytes, at + 1) {
        Some(length) => length,
        None => match number(bytes, at + 1).ok_or(Error::Length)? {
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
fn short(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let digit = |byte| usize::from(byte - b'0');
    match *bytes.get(start..start + 4)? {
        [ones @ b'0'..=b'9', b'\r', b'\n', _] => Some((digit(ones), start + 3)),
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', b'\r', b'\n'] => {
            Some((10 * digit(tens) + digit(ones), start + 4))
        }
        _ => None,
    }
}

/// The number that begins at `start`, and where its CRLF ends; `None` if there is no number, or
/// one of more than nine digits; `Some(None)` if its end is not there yet.
#[inline(never)] // It is rare, and would take registers from what is not.
#[expect(clippy::option_option, reason = "no number, and no number yet")]
fn number(bytes: &[u8], start: usize) -> Option<Option<(i64, usize)>> {
    let negative = bytes.get(start) == Some(&b'-');
    let first = start + usize::from(negative);
    let mut value = 0;
    let mut at = first;
    loop {
        match bytes.get(at) {
            None => return Some(None),
            Some(&digit @ b'0'..=b'9') if at < first + 9 => {
                value = value * 10 + i64::from(digit - b'0');
            }
            Some(b'\r') if at > first => break,
            Some(_) => return None,
        }
        at += 1;
    }
    match bytes.get(at + 1) {
        None => Some(None),
        Some(b'\n') => Some(Some((if negative { -value } else { value }, at + 2))),
        Some(_) => None,
    }
}

/// The words of a request, borrowed from the buffer; copy it to walk them again.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a>(Rest<'a>);

/// What has not been walked yet.
#[derive(Clone, Copy, Debug)]
enum Rest<'a> {
    Inline(&'a [u8]),
    /// `count` words: first those that are known, then the one whose header is at `at`.
    Array {
        bytes: &'a [u8],
        known: &'a [Span],
        at: usize,
        count: usize,
    },
}

impl Words<'_> {
    /// Whether no word is left.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Rest::Inline(line) => line.iter().all(|byte| is_blank(*byte)),
            Rest::Array { count, .. } => *count == 0,
        }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        match &mut self.0 {
            Rest::Inline(line) => {
                let start = line.iter().position(|byte| !is_blank(*byte))?;
                let rest = &line[start..];
                let len = rest.iter().position(|byte| is_blank(*byte)).unwrap_or(rest.len());
                *line = &rest[len..];
                Some(&rest[..len])
            }
            Rest::Array { count: 0, .. } => None,
            Rest::Array { bytes, known, at, count } => {
                *count -= 1;
                let word = match known {
                    [word, rest @ ..] => {
                        *known = rest;
                        *word
                    }
                    [] => bulk_again(bytes, *at)?,
                };
                *at = word.end + 2;
                Some(&bytes[word.start..word.end])
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Where the word stands whose header begins at `at`, and has been read before.
fn bulk_again(bytes: &[u8], at: usize) -> Option<Span> {
    let (length, start) = number(bytes, at + 1)??;
    Some(Span { start, end: start + usize::try_from(length).ok()? })
}
