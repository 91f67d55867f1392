//! What becomes of the events: rows for a reader, or lines for a program. They are written to paper
//! that is handed over when nothing more is under way, so that a busy server is not slowed down by
//! its reader.

use std::{io::Write, mem::take};

use play::{Live, name};
use recording::{End, Recording};

/// So much is kept at most.
const MOST: usize = 64 << 10;

/// Whoever writes down what a server does.
pub(crate) trait Shown {
    /// Writes what stands above it all.
    fn begin(&mut self, paper: &mut Paper<'_>);

    /// Writes what has happened.
    fn add(&mut self, live: &mut Live, paper: &mut Paper<'_>);

    /// Nothing more happens for now.
    fn rest(&mut self, live: &Live, paper: &mut Paper<'_>);

    /// Writes the last of it, and how the server has ended, if it has.
    fn end(&mut self, ending: Option<End>, paper: &mut Paper<'_>);
}

/// What is written on.
pub(crate) struct Paper<'out> {
    kept: String,
    out: &'out mut dyn Write,
    /// Whether nobody reads it any more.
    pub(crate) is_unread: bool,
}

impl<'out> Paper<'out> {
    /// For a reader who has read nothing yet.
    pub(crate) fn new(out: &'out mut dyn Write) -> Self {
        Self { kept: String::new(), out, is_unread: false }
    }

    /// Writes a text.
    pub(crate) fn write(&mut self, text: &str) {
        self.kept += text;
    }

    /// Hands over what is written, if it is much.
    pub(crate) fn hand_over_much(&mut self) {
        if self.kept.len() > MOST {
            self.hand_over();
        }
    }

    /// Hands over what is written.
    pub(crate) fn hand_over(&mut self) {
        let kept = take(&mut self.kept);
        if !self.is_unread {
            let written = self.out.write_all(kept.as_bytes()).and_then(|()| self.out.flush());
            self.is_unread = written.is_err();
        }
    }
}

/// Learns the names of those that have come, and the lines of code that were met.
pub(crate) fn learn(known: &mut Recording, live: &mut Live) {
    let (earlier, clients) = (live.earlier(), live.clients());
    let new = known.cast.len()..clients;
    known.cast.extend(new.map(|index| name(index, earlier)));
    known.tasks.extend(live.tasks().skip(known.tasks.len()));
    known.chains.extend_from_slice(&live.chains()[known.chains.len()..]);
}
