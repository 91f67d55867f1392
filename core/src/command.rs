//! Commands: a request's words, understood. They borrow from the request.

mod error;
mod seconds;
mod setup;
mod table;

use core::time::Duration;

use crate::frame::Words;

pub use error::Error;
use seconds::duration;
pub(crate) use setup::LONGEST;
pub use setup::{Attribute, Replies, Setup};
pub use table::{COMMANDS, Entry};

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
    /// What a client asks before it begins, about the connection and the server.
    Setup(Setup<'a>),
}

/// Which commands there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commands {
    /// Those of [`COMMANDS`].
    All,
    /// `PING`, `ECHO`, `SET`, `GET`, `DEL` and `QUIT`: no questions about the connection and the
    /// server, and no slow request.
    Few,
}

impl<'a> Command<'a> {
    /// Understands a request.
    ///
    /// # Errors
    /// The client's, see [`Error`].
    #[inline(always)]
    pub fn new(words: Words<'a>) -> Result<Self, Error<'a>> {
        Self::among(words, Commands::All)
    }

    /// Understands a request, if it is one of these commands.
    ///
    /// # Errors
    /// The client's, see [`Error`].
    #[inline(always)]
    pub fn among(mut words: Words<'a>, commands: Commands) -> Result<Self, Error<'a>> {
        let Some(name) = words.next() else { return Ok(Self::Blank) };
        match packed(name) {
            PING => ping(words),
            ECHO => one(words).map(Self::Echo).ok_or(Error::Arity("echo")),
            SET => set(words),
            GET => one(words).map(Self::Get).ok_or(Error::Arity("get")),
            DEL => some(words).map(Self::Del).ok_or(Error::Arity("del")),
            _ => match commands {
                Commands::All => rare(name, words),
                Commands::Few => few(name),
            },
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

/// The only word that is left.
#[inline]
fn one<'a>(mut words: Words<'a>) -> Option<&'a [u8]> {
    let word = words.next()?;
    words.is_empty().then_some(word)
}

/// The words, if any is left.
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

/// What no client asks for again and again. Not inlined, so that it costs the others nothing.
#[cold]
#[inline(never)]
fn rare<'a>(name: &'a [u8], words: Words<'a>) -> Result<Command<'a>, Error<'a>> {
    match few(name) {
        Err(Error::Unknown(_)) if name.eq_ignore_ascii_case(b"debug") => debug(words),
        Err(Error::Unknown(_)) => Setup::new(name, words).map(Command::Setup),
        known => known,
    }
}

/// What is not asked again and again, and is there even where few commands are.
#[inline]
fn few(name: &[u8]) -> Result<Command<'_>, Error<'_>> {
    let is = |command: &[u8]| name.eq_ignore_ascii_case(command);
    match name {
        _ if is(b"quit") => Ok(Command::Quit),
        _ if is(b"post") || is(b"host:") => Err(Error::Web),
        _ => Err(Error::Unknown(name)),
    }
}

fn debug(mut words: Words<'_>) -> Result<Command<'_>, Error<'_>> {
    let subcommand = words.next().ok_or(Error::Arity("debug"))?;
    if subcommand.eq_ignore_ascii_case(b"help") && words.is_empty() {
        return Ok(Command::Setup(Setup::Help(table::DEBUG_HELP)));
    }
    if !subcommand.eq_ignore_ascii_case(b"sleep") {
        return Err(Error::Usage("DEBUG", subcommand));
    }
    let seconds = one(words).ok_or(Error::Usage("DEBUG", subcommand))?;
    duration(seconds).map(Command::Sleep).ok_or(Error::Seconds)
}
