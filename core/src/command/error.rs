//! What can be wrong with words, and what the client is told about it.

use crate::reply::Reply;

/// Why words are no command. The connection stays, but for [`Error::Web`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error<'a> {
    /// No command has this name.
    Unknown(&'a [u8]),
    /// The command of this name takes another number of words.
    Arity(&'static str),
    /// The command of this name has no such subcommand.
    Subcommand(&'static str, &'a [u8]),
    /// The command of this name has no such subcommand, or one with another number of words.
    Usage(&'static str, &'a [u8]),
    /// `HELLO` has no such option, or one with another number of words.
    Option(&'a [u8]),
    /// `CLIENT SETINFO` knows no such attribute.
    Attribute(&'a [u8]),
    /// A name, or what it names, has characters that are not printed, or blanks.
    Characters(&'static str),
    /// A name, or what it names, is longer than what is kept of it.
    Long(&'static str),
    /// `HELLO` asks for a version that is neither 2 nor 3.
    Version,
    /// The version after `HELLO` is no number.
    NotAVersion,
    /// There is no such user.
    Password,
    /// A password without a user, and there is none to know.
    NoPassword,
    /// There is one database, 0.
    Database,
    /// A number is due.
    NotANumber,
    /// The seconds to sleep are no number, negative, or beyond all time.
    Seconds,
    /// Options that the command does not have.
    Syntax,
    /// A request of HTTP: a web page had a browser send it, and what comes next is not to be run.
    Web,
}

impl<'a> Error<'a> {
    /// Whether it can be made of the words of [`Commands::Few`](super::Commands::Few).
    pub(crate) fn is_of_few(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::Arity(_) | Self::Syntax | Self::Web)
    }

    /// What the client is told.
    #[must_use]
    pub fn reply(self) -> Reply<'a> {
        match self {
            Self::Unknown(name) => Reply::ErrorQuoting("unknown command '", name, ["'", "", ""]),
            Self::Arity(name) => {
                Reply::ErrorAbout("wrong number of arguments for '", name, "' command")
            }
            Self::Subcommand(command, name) => {
                Reply::ErrorQuoting("unknown subcommand '", name, ["'. Try ", command, " HELP."])
            }
            Self::Usage(command, name) => Reply::ErrorQuoting(
                "unknown subcommand or wrong number of arguments for '",
                name,
                ["'. Try ", command, " HELP."],
            ),
            Self::Option(name) => {
                Reply::ErrorQuoting("Syntax error in HELLO option '", name, ["'", "", ""])
            }
            Self::Attribute(name) => {
                Reply::ErrorQuoting("Unrecognized option '", name, ["'", "", ""])
            }
            Self::Characters(what) => Reply::ErrorAbout(
                "",
                what,
                " cannot contain spaces, newlines or special characters.",
            ),
            Self::Long(what) => Reply::ErrorAbout("", what, " of that length are not kept."),
            Self::Version => Reply::Refusal("NOPROTO unsupported protocol version"),
            Self::NotAVersion => Reply::Error("Protocol version is not an integer or out of range"),
            Self::Password => {
                Reply::Refusal("WRONGPASS invalid username-password pair or user is disabled.")
            }
            Self::NoPassword => Reply::Error(
                "AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
            ),
            Self::Database => Reply::Error("DB index is out of range"),
            Self::NotANumber => Reply::Error("value is not an integer or out of range"),
            Self::Seconds => Reply::Error("value is not a number of seconds"),
            Self::Syntax => Reply::Error("syntax error"),
            Self::Web => Reply::Error("Protocol error: this is no web server"),
        }
    }
}
