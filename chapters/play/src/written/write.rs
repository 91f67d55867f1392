//! A script written as the text that it can be read from.

use std::fmt::{self, Display, Formatter};

use show::quote;

use crate::script::{Act, Client, Line, Script, Text};

impl Display for Script {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "title {}", self.title)?;
        self.acts.iter().try_for_each(|act| writeln!(out, "{act}"))
    }
}

impl Display for Act {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(Client(name), line) => write!(out, "{name} {line}"),
            Self::Together(acts) => {
                let acts: Vec<String> = acts.iter().map(Self::to_string).collect();
                write!(out, "{}", acts.join("\nand "))
            }
            Self::Crowd(1) => write!(out, "1 guest connects"),
            Self::Crowd(count) => write!(out, "{count} guests connect"),
            Self::FileChanges(text) => write!(out, "the file begins {text}"),
        }
    }
}

impl Display for Line {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect => write!(out, "connects"),
            Self::Open => write!(out, "opens"),
            Self::Send(text) => write!(out, "sends {text}"),
            Self::Lend(text) => write!(out, "lends {text}"),
            Self::SendFile(text) => write!(out, "sends file {text}"),
            Self::WriteFile(text) => write!(out, "writes file {text}"),
            Self::Expect(text) => write!(out, "hears {text}"),
            Self::ExpectMore(Text([], _)) => write!(out, "hears something"),
            Self::ExpectMore(text) => write!(out, "hears {text} and more"),
            Self::ExpectNothing => write!(out, "hears nothing"),
            Self::ExpectEnd => write!(out, "hears the end"),
            Self::Run(words) => write!(out, "runs{}", command(words)),
            Self::Print(text, false) => write!(out, "prints {text}"),
            Self::Print(text, true) => write!(out, "prints {text} and more"),
            Self::HalfClose => write!(out, "half-closes"),
            Self::Close => write!(out, "closes"),
            Self::Reset => write!(out, "resets"),
        }
    }
}

/// The words of a command: in quotes where a bare one would be read as something else.
fn command(words: &[Text]) -> String {
    words
        .iter()
        .map(|word| format!(" {}", bare(*word).unwrap_or_else(|| word.to_string())))
        .collect()
}

fn bare(word: Text) -> Option<String> {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"{}-_./=:,+@%".contains(byte);
    let is_bare = !word.0.is_empty() && word.0.iter().all(is_plain);
    is_bare.then(|| String::from_utf8_lossy(word.0).into_owned())
}

impl Display for Text {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}", quote(self.0))?;
        if self.1 == 1 { Ok(()) } else { write!(out, " {} times", self.1) }
    }
}
