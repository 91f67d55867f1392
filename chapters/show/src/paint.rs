//! Colour, where the reader's terminal has it.

use std::{
    env,
    io::{self, IsTerminal},
};

/// Whether to write with colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Letters only.
    Plain,
    /// With the terminal's own colours.
    Colour,
}

/// What a piece of text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As the rest is.
    Plain,
    /// What stands out.
    Bold,
    /// What stays in the background.
    Dim,
    /// What has failed.
    Red,
    /// What is well.
    Green,
    /// The client with this index.
    Client(usize),
}

/// One colour a client, none of them red: that is for errors.
const CLIENTS: [&str; 4] = ["36", "33", "35", "32"];

impl Paint {
    /// Colour for a terminal that has it, and whose owner has not asked for none
    /// (<https://no-color.org>).
    #[must_use]
    pub fn of_stdout() -> Self {
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if can_take_back(&io::stdout()) && !refused { Self::Colour } else { Self::Plain }
    }

    /// Paints `text`.
    #[must_use]
    pub fn apply(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Bold => "1",
            Tone::Dim => "2",
            Tone::Red => "31",
            Tone::Green => "32",
            Tone::Client(index) => CLIENTS[index % CLIENTS.len()],
            Tone::Plain => return text.to_owned(),
        };
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\x1b[{code}m{text}\x1b[0m"),
        }
    }
}

/// Whether what was written there can be painted, and taken back: by a terminal that is more than a
/// typewriter (term(7) calls that `dumb`).
#[must_use]
pub fn can_take_back(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && env::var_os("TERM").is_none_or(|name| name != "dumb")
}
