//! Commands: a request's words, understood. They borrow from the request.

use core::time::Duration;

use crate::frame::Words;

/// What a client asks for.
#[derive(Clone, Copy, Debug)]
pub enum Command<'a> {
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
    /// Understands a request; `None` if it is blank.
    ///
    /// # Errors
    /// The client's, see [`Error`].
    pub fn new(mut words: Words<'a>) -> Result<Option<Self>, Error<'a>> {
        let Some(name) = words.next() else { return Ok(None) };
        let mut lower = [0; 8];
        match lowercase(name, &mut lower) {
            b"ping" => ping(words),
            b"echo" => one(words).map(Self::Echo).ok_or(Error::Arity("echo")),
            b"set" => set(words),
            b"get" => one(words).map(Self::Get).ok_or(Error::Arity("get")),
            b"del" => some(words).map(Self::Del).ok_or(Error::Arity("del")),
            b"quit" => Ok(Self::Quit),
            b"debug" => debug(words),
            b"config" => config(words),
            b"command" => Ok(Self::Documentation),
            b"client" => some(words).map(|_| Self::Introduction).ok_or(Error::Arity("client")),
            _ => Err(Error::Unknown(name)),
        }
        .map(Some)
    }
}

/// The word in lower case, as far as it fits; what does not fit is no word of ours.
fn lowercase<'b>(word: &[u8], lower: &'b mut [u8; 8]) -> &'b [u8] {
    let Some(lower) = lower.get_mut(..word.len()) else { return b"" };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    lower
}

fn one<'a>(mut words: Words<'a>) -> Option<&'a [u8]> {
    let word = words.next()?;
    words.next().is_none().then_some(word)
}

fn some(words: Words<'_>) -> Option<Words<'_>> {
    words.clone().next().map(|_| words)
}

fn ping(mut words: Words<'_>) -> Result<Command<'_>, Error<'_>> {
    match (words.next(), words.next()) {
        (message, None) => Ok(Command::Ping(message)),
        _ => Err(Error::Arity("ping")),
    }
}

fn set(mut words: Words<'_>) -> Result<Command<'_>, Error<'_>> {
    match (words.next(), words.next(), words.next()) {
        (Some(key), Some(value), None) => Ok(Command::Set(key, value)),
        (_, _, Some(_)) => Err(Error::Syntax),
        _ => Err(Error::Arity("set")),
    }
}

fn debug(mut words: Words<'_>) -> Result<Command<'_>, Error<'_>> {
    let subcommand = words.next().ok_or(Error::Arity("debug"))?;
    if !subcommand.eq_ignore_ascii_case(b"sleep") {
        return Err(Error::Subcommand("debug"));
    }
    let seconds = one(words).ok_or(Error::Arity("debug|sleep"))?;
    duration(seconds).map(Command::Sleep).ok_or(Error::Seconds)
}

fn duration(seconds: &[u8]) -> Option<Duration> {
    let seconds = core::str::from_utf8(seconds).ok()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn config(mut words: Words<'_>) -> Result<Command<'_>, Error<'_>> {
    let subcommand = words.next().ok_or(Error::Arity("config"))?;
    if !subcommand.eq_ignore_ascii_case(b"get") {
        return Err(Error::Subcommand("config"));
    }
    one(words).map(Command::ConfigGet).ok_or(Error::Arity("config|get"))
}
