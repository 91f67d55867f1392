//! Commands: a request's words, understood. They borrow from the request.

use core::time::Duration;

use crate::frame::Words;

/// What a client asks for.
#[derive(Clone, Copy, Debug)]
pub enum Command<'a> {
    /// An empty line or array: nothing, and it gets no reply.
    Blank,
    /// `PING [message]`.
    Ping(Option<&'a [u8]>),
    /// `ECHO message`.
    Echo(&'a [u8]),
    /// `SET key value`.
    Set(&'a [u8], &'a [u8]),
    /// `GET key`.
    Get(&'a [u8]),
    /// `DEL key...`: at least one.
    Del(Words<'a>),
    /// `QUIT`.
    Quit,
    /// `DEBUG SLEEP seconds`: the slow request.
    Sleep(Duration),
    /// `CONFIG GET name`: redis-benchmark asks before it starts; every setting is empty.
    ConfigGet(&'a [u8]),
    /// `COMMAND ...`: redis-cli asks for the commands' documentation; there is none.
    Documentation,
    /// `CLIENT ...`: clients introduce themselves; we take note of nothing.
    Introduction,
}

/// Why words are no command. The connection stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error<'a> {
    /// No command has this name.
    Unknown(&'a [u8]),
    /// The command of this name takes another number of words.
    Arity(&'static str),
    /// The command of this name does not know the word behind it.
    Subcommand(&'static str),
    /// The seconds to sleep are no number, negative, or beyond all time.
    Seconds,
    /// `SET` takes no options.
    Syntax,
}

impl<'a> Command<'a> {
    /// Understands a request.
    ///
    /// # Errors
    /// The client's, see [`Error`].
    #[inline(always)]
    pub fn new(mut words: Words<'a>) -> Result<Self, Error<'a>> {
        let Some(name) = words.next() else { return Ok(Self::Blank) };
        match packed(name) {
            PING => ping(words),
            ECHO => one(words).map(Self::Echo).ok_or(Error::Arity("echo")),
            SET => set(words),
            GET => one(words).map(Self::Get).ok_or(Error::Arity("get")),
            DEL => some(words).map(Self::Del).ok_or(Error::Arity("del")),
            QUIT => Ok(Self::Quit),
            DEBUG => debug(words).map(Self::Sleep),
            CONFIG => config(words).map(Self::ConfigGet),
            COMMAND => Ok(Self::Documentation),
            CLIENT => some(words).map(|_| Self::Introduction).ok_or(Error::Arity("client")),
            _ => Err(Error::Unknown(name)),
        }
    }
}

/// A name as one number, in lower case, so that finding it is comparing numbers. What is longer
/// than eight bytes is no name of ours.
const fn packed(name: &[u8]) -> u64 {
    // The bit makes a letter a small letter, and nothing else a letter. Four are changed at once.
    if let [a, b, c, d] = *name {
        return (u32::from_be_bytes([a, b, c, d]) | 0x2020_2020) as u64;
    }
    let mut number = 0;
    let mut at = 0;
    while at < name.len() && name.len() <= 8 {
        number = number << 8 | (name[at] | 0x20) as u64;
        at += 1;
    }
    number
}

const PING: u64 = packed(b"ping");
const ECHO: u64 = packed(b"echo");
const SET: u64 = packed(b"set");
const GET: u64 = packed(b"get");
const DEL: u64 = packed(b"del");
const QUIT: u64 = packed(b"quit");
const DEBUG: u64 = packed(b"debug");
const CONFIG: u64 = packed(b"config");
const COMMAND: u64 = packed(b"command");
const CLIENT: u64 = packed(b"client");

#[inline]
fn one<'a>(mut words: Words<'a>) -> Option<&'a [u8]> {
    let word = words.next()?;
    words.is_empty().then_some(word)
}

fn some(words: Words<'_>) -> Option<Words<'_>> {
    (!words.is_empty()).then_some(words)
}

#[inline]
fn ping(words: Words<'_>) -> Result<Command<'_>, Error<'_>> {
    if words.is_empty() {
        return Ok(Command::Ping(None));
    }
    one(words).map(|message| Command::Ping(Some(message))).ok_or(Error::Arity("ping"))
}

#[inline]
fn set(mut words: Words<'_>) -> Result<Command<'_>, Error<'_>> {
    match (words.next(), words.next(), words.next()) {
        (Some(key), Some(value), None) => Ok(Command::Set(key, value)),
        (_, _, Some(_)) => Err(Error::Syntax),
        _ => Err(Error::Arity("set")),
    }
}

fn debug(mut words: Words<'_>) -> Result<Duration, Error<'_>> {
    let subcommand = words.next().ok_or(Error::Arity("debug"))?;
    if !subcommand.eq_ignore_ascii_case(b"sleep") {
        return Err(Error::Subcommand("debug"));
    }
    let seconds = one(words).ok_or(Error::Arity("debug|sleep"))?;
    duration(seconds).ok_or(Error::Seconds)
}

fn duration(seconds: &[u8]) -> Option<Duration> {
    let seconds = core::str::from_utf8(seconds).ok()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn config(mut words: Words<'_>) -> Result<&[u8], Error<'_>> {
    let subcommand = words.next().ok_or(Error::Arity("config"))?;
    if !subcommand.eq_ignore_ascii_case(b"get") {
        return Err(Error::Subcommand("config"));
    }
    one(words).ok_or(Error::Arity("config|get"))
}
