//! The grammar once more, byte by byte: it knows nothing but the byte that has come.

use std::mem;

use socket_core::{frame::Error, limits::Limits};

/// Where in a request we are.
enum Place {
    Start,
    Line(Vec<u8>),
    Count(Number),
    /// Before a word: a `$` is due.
    Word,
    Length(Number),
    Value(Vec<u8>, usize),
}

/// A request that is coming in.
pub(crate) struct Grammar<'a> {
    limits: &'a Limits,
    place: Place,
    /// Bytes of it so far.
    len: usize,
    /// Words that are due.
    due: usize,
    words: Vec<Vec<u8>>,
}

type Words = Vec<Vec<u8>>;

impl<'a> Grammar<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { limits, place: Place::Start, len: 0, due: 0, words: Vec::new() }
    }

    /// The request that ends with this byte, or what is wrong from this byte on.
    pub(crate) fn byte(&mut self, byte: u8) -> Option<Result<Words, Error>> {
        self.len += 1;
        match self.step(byte) {
            Ok(false) if self.len >= self.limits.request => Some(Err(Error::LongRequest)),
            Ok(false) => None,
            Ok(true) => {
                (self.place, self.len) = (Place::Start, 0);
                Some(Ok(mem::take(&mut self.words)))
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// Whether the request is whole.
    fn step(&mut self, byte: u8) -> Result<bool, Error> {
        match mem::replace(&mut self.place, Place::Start) {
            Place::Start if byte == b'*' => self.place = Place::Count(Number::default()),
            Place::Start => return self.line(Vec::new(), byte),
            Place::Line(line) => return self.line(line, byte),
            Place::Count(mut number) => match number.byte(byte).map_err(|_| Error::Count)? {
                Some(count) => return self.count(count),
                None => self.place = Place::Count(number),
            },
            Place::Word if byte == b'$' => self.place = Place::Length(Number::default()),
            Place::Word => return Err(Error::NotBulk(byte)),
            Place::Length(mut number) => match number.byte(byte).map_err(|_| Error::Length)? {
                Some(length) => self.length(length)?,
                None => self.place = Place::Length(number),
            },
            Place::Value(value, length) => return self.value(value, length, byte),
        }
        Ok(false)
    }

    fn line(&mut self, mut line: Vec<u8>, byte: u8) -> Result<bool, Error> {
        if byte == b'\n' {
            let words = line.split(|byte| b" \t\r".contains(byte)).filter(|word| !word.is_empty());
            self.words = words.map(<[u8]>::to_vec).collect();
            return Ok(true);
        }
        line.push(byte);
        if line.len() >= self.limits.line {
            return Err(Error::LongLine);
        }
        self.place = Place::Line(line);
        Ok(false)
    }

    fn count(&mut self, count: i64) -> Result<bool, Error> {
        self.due = usize::try_from(count).unwrap_or(0);
        if self.due > self.limits.words {
            return Err(Error::Count);
        }
        self.place = Place::Word;
        Ok(self.due == 0)
    }

    fn length(&mut self, length: i64) -> Result<(), Error> {
        let length = usize::try_from(length).or(Err(Error::Length))?;
        if length > self.limits.value {
            return Err(Error::Length);
        }
        if self.len + length + 2 > self.limits.request {
            return Err(Error::LongRequest);
        }
        self.place = Place::Value(Vec::new(), length);
        Ok(())
    }

    /// A value and its CRLF; both bytes of that are looked at when both are there.
    fn value(&mut self, mut value: Vec<u8>, length: usize, byte: u8) -> Result<bool, Error> {
        value.push(byte);
        if value.len() < length + 2 {
            self.place = Place::Value(value, length);
            return Ok(false);
        }
        if value.split_off(length) != b"\r\n" {
            return Err(Error::Unended);
        }
        self.words.push(value);
        self.place = Place::Word;
        Ok(self.words.len() == self.due)
    }
}

/// A number and its CRLF: maybe a minus, one digit to nine.
#[derive(Default)]
struct Number {
    text: String,
    ended: bool,
}

struct NotANumber;

impl Number {
    /// The number, if this byte ends it.
    fn byte(&mut self, byte: u8) -> Result<Option<i64>, NotANumber> {
        let digits = self.text.trim_start_matches('-').len();
        match byte {
            b'\n' if self.ended => return self.text.parse().map(Some).or(Err(NotANumber)),
            _ if self.ended => return Err(NotANumber),
            b'-' if self.text.is_empty() => {}
            b'0'..=b'9' if digits < 9 => {}
            b'\r' if digits > 0 => {
                self.ended = true;
                return Ok(None);
            }
            _ => return Err(NotANumber),
        }
        self.text.push(char::from(byte));
        Ok(None)
    }
}
