//! One row of a transcript: a client's cell, what the kernel does, what the server does.

use crate::{
    paint::Tone,
    quote::{quote, quote_with_length, quote_within},
    words::setup::Part,
};

/// Of a text, more than this never has room in a row.
const SHOWN: usize = 256;

/// One line of a transcript.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) left: Option<Cell>,
    /// What the kernel does.
    pub(crate) middle: Option<String>,
    pub(crate) right: Option<Said>,
    pub(crate) mood: Mood,
    /// What the server has set up by this.
    pub(crate) sets_up: Option<Part>,
    /// The rows that it stands for, if it stands for several.
    pub(crate) folded: Option<Folded>,
}

/// Rows that are told in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) rows: usize,
    pub(crate) words: String,
}

impl Row {
    /// How many rows it stands for.
    pub(crate) fn count(&self) -> usize {
        self.folded.as_ref().map_or(1, |folded| folded.rows)
    }

    /// The task that does something, if one does.
    pub(crate) fn by(&self) -> Option<usize> {
        self.right.as_ref().map(|said| said.by)
    }

    /// The width of what a task does.
    pub(crate) fn width(&self) -> Option<usize> {
        self.right.as_ref().map(|said| said.words.trim_end().chars().count())
    }
}

/// What a task does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) by: usize,
    pub(crate) words: String,
    /// The words that it shares with a row about another silent client.
    pub(crate) alike: String,
    /// Which of the recording's chains made the call.
    pub(crate) frames: Option<usize>,
}

impl Said {
    /// Words that name no silent client.
    pub(crate) fn new(by: usize, words: impl Into<String>) -> Self {
        let words = words.into();
        Self { by, alike: words.clone(), words, frames: None }
    }
}

/// What kind of thing the server does on a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    #[default]
    Works,
    Waits,
    Fails,
}

impl Mood {
    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::Works => Tone::Plain,
            Self::Waits => Tone::Dim,
            Self::Fails => Tone::Red,
        }
    }
}

/// A client's side of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The client's index in the cast.
    pub(crate) who: usize,
    pub(crate) arrow: Arrow,
    pub(crate) words: Words,
}

/// Which way a line's arrow points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrow {
    ToServer,
    ToClient,
    None,
}

/// What a client does or gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Words {
    Verb(&'static str),
    /// So many guests, all at once.
    Crowd(usize),
    /// The beginning of a text, and its length.
    Bytes(Vec<u8>, usize),
    /// The beginning of a text of any length.
    Beginning(Vec<u8>),
    /// The beginning of a text, its length, and what is done with it.
    Does(&'static str, Vec<u8>, usize),
    /// So many bytes that no call has shown.
    Count(usize),
}

impl Words {
    /// A text that is there whole.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self::Bytes(bytes[..bytes.len().min(SHOWN)].to_vec(), bytes.len())
    }

    /// A text that is there whole, and what is done with it.
    pub(crate) fn does(verb: &'static str, bytes: &[u8]) -> Self {
        Self::Does(verb, bytes[..bytes.len().min(SHOWN)].to_vec(), bytes.len())
    }

    /// How long a text is, if it is one.
    pub(crate) fn length(&self) -> Option<String> {
        match self {
            Self::Bytes(_, length) | Self::Does(_, _, length) | Self::Count(length) => {
                Some(format!("{length} bytes"))
            }
            _ => None,
        }
    }

    /// The words in `width` characters; in more, if that is not enough for the beginning of a text
    /// and its length.
    pub(crate) fn within(&self, width: usize) -> String {
        match self {
            Self::Verb(verb) => (*verb).to_owned(),
            Self::Crowd(1) => "a guest connects".to_owned(),
            Self::Crowd(count) => format!("{count} guests connect"),
            Self::Count(count) => format!("{count} bytes"),
            Self::Beginning(bytes) => format!("{} …", quote_within(bytes, width.saturating_sub(2))),
            Self::Bytes(bytes, length) => quote_with_length(bytes, *length, width),
            Self::Does(verb, bytes, length) => does(verb, bytes, *length, width),
        }
    }
}

/// Where a text has no room, its length says more than its first letters.
fn does(verb: &str, bytes: &[u8], length: usize, width: usize) -> String {
    let whole = format!("{verb} {}", quote(bytes));
    if bytes.len() == length && whole.chars().count() <= width {
        return whole;
    }
    format!("{verb} {length} bytes")
}
