//! What clients ask before they begin: about the connection, the server and its commands.
//!
//! Each is answered with the type, or the silence, that redis 7 answers with; what is not there
//! is an error, so that no client believes that something was done.

use crate::{frame::Words, version::Version};

use super::{
    Error, one, some,
    table::{CLIENT_HELP, COMMAND_HELP, CONFIG_HELP},
};

/// A question about the connection or the server, or a wish for the connection.
#[derive(Clone, Copy, Debug)]
pub enum Setup<'a> {
    /// `HELLO [version [AUTH user password] [SETNAME name]]`: who are you, and which RESP?
    Hello(Option<Version>, Option<&'a [u8]>),
    /// `AUTH user password`: there are no passwords, so the default user is always right.
    Auth,
    /// `INFO [section...]`.
    Info(Words<'a>),
    /// `SELECT 0`.
    Select,
    /// `RESET`: as if just connected.
    Reset,
    /// `CLIENT ID`.
    Id,
    /// `CLIENT GETNAME`.
    Name,
    /// `CLIENT SETNAME` and `CLIENT SETINFO`: what the client calls itself, or its library.
    Attribute(Attribute, &'a [u8]),
    /// `CLIENT INFO`, and `CLIENT LIST`: a session knows of no client but its own.
    Client,
    /// `CLIENT REPLY`: which replies it wants to hear.
    Replies(Replies),
    /// `COMMAND` and `COMMAND INFO`: the commands of these names, or all.
    Commands(Option<Words<'a>>),
    /// `COMMAND COUNT`.
    CommandCount,
    /// `COMMAND DOCS [name...]`.
    CommandDocs(Words<'a>),
    /// `COMMAND LIST`.
    CommandList,
    /// `CONFIG GET pattern...`.
    Settings(Words<'a>),
    /// The help of a command with subcommands.
    Help(&'static [&'static str]),
}

/// What a client may tell about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// The name of the connection.
    Name,
    /// The library that it is made with.
    Library,
    /// The release of that library.
    LibraryVersion,
}

/// What `CLIENT REPLY` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replies {
    /// All replies, from this one on.
    On,
    /// No replies, not even to this.
    Off,
    /// No reply to this, and none to the next request.
    Skip,
}

impl<'a> Setup<'a> {
    /// Understands what follows the name of a command.
    pub(super) fn new(name: &'a [u8], words: Words<'a>) -> Result<Self, Error<'a>> {
        // Of all names that are longer there is none.
        let mut lower = [0; 8];
        let lower = lower.get_mut(..name.len()).ok_or(Error::Unknown(name))?;
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        match &*lower {
            b"hello" => hello(words),
            b"auth" => auth(words),
            b"info" => Ok(Self::Info(words)),
            b"select" => select(words),
            b"reset" => none(words, Self::Reset, "reset"),
            b"client" => client(words),
            b"command" => command(words),
            b"config" => config(words),
            _ => Err(Error::Unknown(name)),
        }
    }
}

/// What takes no words.
fn none<'a>(
    words: Words<'a>,
    setup: Setup<'a>,
    name: &'static str,
) -> Result<Setup<'a>, Error<'a>> {
    if words.is_empty() { Ok(setup) } else { Err(Error::Arity(name)) }
}

fn hello(mut words: Words<'_>) -> Result<Setup<'_>, Error<'_>> {
    let Some(version) = words.next() else { return Ok(Setup::Hello(None, None)) };
    let version = match integer(version).ok_or(Error::NotAVersion)? {
        2 => Version::Two,
        3 => Version::Three,
        _ => return Err(Error::Version),
    };
    Ok(Setup::Hello(Some(version), greeting(words)?))
}

/// The name that a client gives itself in what follows the version of its `HELLO`.
fn greeting(mut words: Words<'_>) -> Result<Option<&[u8]>, Error<'_>> {
    let mut name = None;
    while let Some(option) = words.next() {
        let mut next = || words.next().ok_or(Error::Option(option));
        if option.eq_ignore_ascii_case(b"auth") {
            user(next()?, next()?)?;
        } else if option.eq_ignore_ascii_case(b"setname") {
            name = Some(printed(next()?, "Client names")?);
        } else {
            return Err(Error::Option(option));
        }
    }
    Ok(name)
}

fn auth(mut words: Words<'_>) -> Result<Setup<'_>, Error<'_>> {
    match (words.next(), words.next(), words.next()) {
        (None, ..) => Err(Error::Arity("auth")),
        (Some(_), None, _) => Err(Error::NoPassword),
        (Some(name), Some(password), None) => user(name, password).map(|()| Setup::Auth),
        (Some(_), Some(_), Some(_)) => Err(Error::Syntax),
    }
}

/// There is the default user, whose password may be any.
fn user<'a>(name: &'a [u8], _password: &'a [u8]) -> Result<(), Error<'a>> {
    if name == b"default" { Ok(()) } else { Err(Error::Password) }
}

fn select(words: Words<'_>) -> Result<Setup<'_>, Error<'_>> {
    match integer(one(words).ok_or(Error::Arity("select"))?) {
        Some(0) => Ok(Setup::Select),
        Some(_) => Err(Error::Database),
        None => Err(Error::NotANumber),
    }
}

fn client(mut words: Words<'_>) -> Result<Setup<'_>, Error<'_>> {
    let name = words.next().ok_or(Error::Arity("client"))?;
    let is = |subcommand: &[u8]| name.eq_ignore_ascii_case(subcommand);
    match name {
        _ if is(b"id") => none(words, Setup::Id, "client|id"),
        _ if is(b"getname") => none(words, Setup::Name, "client|getname"),
        _ if is(b"info") => none(words, Setup::Client, "client|info"),
        _ if is(b"list") && words.is_empty() => Ok(Setup::Client),
        _ if is(b"list") => Err(Error::Syntax),
        _ if is(b"setname") => named(words),
        _ if is(b"setinfo") => information(words),
        _ if is(b"reply") => replies(one(words).ok_or(Error::Arity("client|reply"))?),
        _ if is(b"help") => none(words, Setup::Help(CLIENT_HELP), "client|help"),
        _ => Err(Error::Subcommand("CLIENT", name)),
    }
}

fn named(words: Words<'_>) -> Result<Setup<'_>, Error<'_>> {
    let name = one(words).ok_or(Error::Arity("client|setname"))?;
    Ok(Setup::Attribute(Attribute::Name, printed(name, "Client names")?))
}

fn information(mut words: Words<'_>) -> Result<Setup<'_>, Error<'_>> {
    let (Some(name), Some(value), None) = (words.next(), words.next(), words.next()) else {
        return Err(Error::Arity("client|setinfo"));
    };
    let (attribute, what) = if name.eq_ignore_ascii_case(b"lib-name") {
        (Attribute::Library, "lib-name")
    } else if name.eq_ignore_ascii_case(b"lib-ver") {
        (Attribute::LibraryVersion, "lib-ver")
    } else {
        return Err(Error::Attribute(name));
    };
    Ok(Setup::Attribute(attribute, printed(value, what)?))
}

fn replies(wish: &[u8]) -> Result<Setup<'_>, Error<'_>> {
    let replies = match wish {
        _ if wish.eq_ignore_ascii_case(b"on") => Replies::On,
        _ if wish.eq_ignore_ascii_case(b"off") => Replies::Off,
        _ if wish.eq_ignore_ascii_case(b"skip") => Replies::Skip,
        _ => return Err(Error::Syntax),
    };
    Ok(Setup::Replies(replies))
}

fn command(mut words: Words<'_>) -> Result<Setup<'_>, Error<'_>> {
    let Some(name) = words.next() else { return Ok(Setup::Commands(None)) };
    let is = |subcommand: &[u8]| name.eq_ignore_ascii_case(subcommand);
    match name {
        _ if is(b"info") => Ok(Setup::Commands(some(words))),
        _ if is(b"docs") => Ok(Setup::CommandDocs(words)),
        _ if is(b"count") => none(words, Setup::CommandCount, "command|count"),
        _ if is(b"list") && words.is_empty() => Ok(Setup::CommandList),
        _ if is(b"list") => Err(Error::Syntax),
        _ if is(b"help") => none(words, Setup::Help(COMMAND_HELP), "command|help"),
        _ => Err(Error::Subcommand("COMMAND", name)),
    }
}

fn config(mut words: Words<'_>) -> Result<Setup<'_>, Error<'_>> {
    let name = words.next().ok_or(Error::Arity("config"))?;
    if name.eq_ignore_ascii_case(b"get") {
        return some(words).map(Setup::Settings).ok_or(Error::Arity("config|get"));
    }
    if name.eq_ignore_ascii_case(b"help") {
        return none(words, Setup::Help(CONFIG_HELP), "config|help");
    }
    Err(Error::Subcommand("CONFIG", name))
}

/// A word that can stand in a list of words: printed characters without blanks.
fn printed<'a>(word: &'a [u8], what: &'static str) -> Result<&'a [u8], Error<'a>> {
    match word.iter().all(u8::is_ascii_graphic) {
        true if word.len() <= LONGEST => Ok(word),
        true => Err(Error::Long(what)),
        false => Err(Error::Characters(what)),
    }
}

/// The most bytes of a client's name, and of what its library is called, that are kept together.
pub(crate) const LONGEST: usize = 63;

/// A whole number as redis writes it: no plus, no zero at its front.
fn integer(word: &[u8]) -> Option<i64> {
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    match digits {
        [b'0'] if digits.len() == word.len() => Some(0),
        [b'1'..=b'9', ..] => core::str::from_utf8(word).ok()?.parse().ok(),
        _ => None,
    }
}
