//! What each command does, and what each mistake is told.

use core::time::Duration;

use crate::{
    buffer::{Buffer, Full, Storage},
    command::{Command, Commands, Error as CommandError},
    frame::{Error as FrameError, Words},
    reply::{ROOM_FOR_FIXED, Reply},
};

use super::{Handler, client::Client, setup};

/// What a request leaves to do.
pub(super) enum Outcome<'a> {
    Answered,
    /// It is a `SET` of this key and value, which is answered when they have been stored.
    Set(&'a [u8], &'a [u8]),
    /// It is answered when that much time has passed.
    Sleep(Duration),
    Quit,
}

/// From here on, in bytes, a value is rather moved than copied.
const LARGE: usize = 4 << 10;

/// Runs a request and queues its reply; or neither, if the reply may not fit.
///
/// Of the last request that has arrived a large value may be moved, for no more is to be read from
/// where it stands.
// With the command and its reply inlined: to move them from function to function costs pipelined
// requests a tenth of their time.
#[inline(always)]
pub(super) fn answer<'a, S: Storage, H: Handler>(
    words: Words<'a>,
    last: bool,
    client: &mut Client,
    out: &mut Buffer<S>,
    handler: &mut H,
) -> Result<Outcome<'a>, Full> {
    // Only a command that changes nothing may find out halfway that its reply does not fit.
    out.reserve(ROOM_FOR_FIXED)?;
    let command = match Command::among(words, H::COMMANDS) {
        Ok(command) => command,
        Err(error) => {
            assert!(H::COMMANDS == Commands::All || error.is_of_few(), "the few have no others");
            return correct(error, out);
        }
    };
    match command {
        Command::Blank => return Ok(Outcome::Answered),
        Command::Ping(None) => Reply::Pong,
        Command::Ping(Some(message)) | Command::Echo(message) => Reply::Bulk(message),
        Command::Get(key) => {
            let version = client.version;
            let write =
                |value: Option<&[u8]>| value.map_or(Reply::Null(version), Reply::Bulk).write(out);
            return handler.get(key, write).map(|()| Outcome::Answered);
        }
        Command::Set(key, value) if last && value.len() >= LARGE => {
            return Ok(Outcome::Set(key, value));
        }
        Command::Set(key, value) => stored(handler.set(key, value)),
        Command::Del(keys) => {
            Reply::Integer(keys.filter(|key| handler.delete(key)).count().cast_signed())
        }
        Command::Setup(setup) => {
            assert!(H::COMMANDS == Commands::All, "there is none among the few");
            return setup::answer(setup, client, out).map(|()| Outcome::Answered);
        }
        Command::Sleep(duration) => return Ok(Outcome::Sleep(duration)),
        Command::Quit => {
            Reply::Ok.write(out)?;
            return Ok(Outcome::Quit);
        }
    }
    .write(out)?;
    Ok(Outcome::Answered)
}

/// What is answered to `SET`.
pub(super) const fn stored(stored: Result<(), Full>) -> Reply<'static> {
    match stored {
        Ok(()) => Reply::Ok,
        Err(Full) => Reply::Error("no room for the value"),
    }
}

/// Tells a client about a request that is no command; the connection stays, unless a web page sent
/// it.
fn correct<S: Storage>(
    error: CommandError<'_>,
    out: &mut Buffer<S>,
) -> Result<Outcome<'static>, Full> {
    error.reply().write_rare(out)?;
    Ok(if error == CommandError::Web { Outcome::Quit } else { Outcome::Answered })
}

/// Tells a client about bytes that are no request; the connection goes.
pub(super) fn complain<S: Storage>(
    error: FrameError,
    out: &mut Buffer<S>,
) -> Result<Outcome<'static>, Full> {
    let mut got = [b'?'];
    match error {
        FrameError::Count => Reply::Error("Protocol error: invalid multibulk length"),
        FrameError::Length => Reply::Error("Protocol error: invalid bulk length"),
        FrameError::NotBulk(byte) => {
            if byte.is_ascii_graphic() {
                got = [byte];
            }
            Reply::ErrorQuoting("Protocol error: expected '$', got '", &got, ["'", "", ""])
        }
        FrameError::Unended => Reply::Error("Protocol error: bulk string does not end in CR LF"),
        FrameError::LongLine => Reply::Error("Protocol error: too big inline request"),
        FrameError::LongRequest => Reply::Error("Protocol error: too big request"),
    }
    .write_rare(out)?;
    Ok(Outcome::Quit)
}

/// Tells a client what there is no room for, if there is room for that; the connection goes.
pub(super) fn give_up<S: Storage>(why: &str, out: &mut Buffer<S>) {
    // Without memory even for that, the connection's end says it.
    _ = Reply::Error(why).write_rare(out);
}
