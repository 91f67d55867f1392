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
            Self::HalfClose => write!(out, "half-closes"),
            Self::Close => write!(out, "closes"),
            Self::Reset => write!(out, "resets"),
        }
    }
}

impl Display for Text {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}", quote(self.0))?;
        if self.1 == 1 { Ok(()) } else { write!(out, " {} times", self.1) }
    }
}
