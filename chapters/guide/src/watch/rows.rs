//! The rows as they come: kept until nothing more is under way, so that a busy server is not slowed
//! down by its reader.

use std::{
    io::{self, IsTerminal, Write, stdout},
    mem::take,
};

use play::{Detail, Live, name};
use recording::{End, Recording};
use rustix::termios::tcgetwinsize;
use show::{Columns, Growing, Paint, Tone, WIDTH, end};

use crate::{lines::line_to_show, watch::Manner};

/// So much is kept at most.
const MOST: usize = 64 << 10;

/// What is wider than this is hard to read.
const WIDEST: usize = 160;

/// Takes a line back that is to be written again.
const ERASE: &str = "\r\x1b[K";

/// The rows of a server.
#[derive(Debug)]
pub(crate) struct Rows<'out, Out> {
    transcript: Growing,
    /// The names of all tasks and clients by now.
    known: Recording,
    kept: String,
    out: &'out mut Out,
    paint: Paint,
    /// Whether a line can be taken back.
    is_terminal: bool,
    /// Whether a count is on the screen that will be taken back.
    counts: bool,
    is_unread: bool,
}

impl<'out, Out: Write> Rows<'out, Out> {
    /// No rows yet.
    pub(crate) fn new(manner: Manner, paint: Paint, out: &'out mut Out) -> Self {
        let Manner { setup, detail } = manner;
        let Detail { kernel, lines, .. } = detail;
        let columns = Columns { kernel, lines, width: width() };
        Self {
            transcript: Growing::new(columns, setup, paint),
            known: Recording { traced: true, ..Recording::default() },
            kept: String::new(),
            out,
            paint,
            is_terminal: stdout().is_terminal(),
            counts: false,
            is_unread: false,
        }
    }

    /// Writes what stands above them.
    pub(crate) fn begin(&mut self) -> io::Result<()> {
        writeln!(self.out, "\n{}", self.transcript.heading().trim_end())?;
        self.out.flush()
    }

    /// Whether nobody reads them any more.
    pub(crate) const fn is_unread(&self) -> bool {
        self.is_unread
    }

    /// Nobody reads them any more.
    pub(crate) fn is_closed(&mut self) {
        self.is_unread = true;
    }

    /// Adds what has happened.
    pub(crate) fn add(&mut self, live: &mut Live) {
        let events = live.take();
        self.learn(live);
        for (event, _) in events {
            let lines = self.transcript.add(&self.known, &event, &line_to_show);
            self.keep(lines);
        }
        if self.kept.len() > MOST {
            self.flush();
        }
    }

    /// Learns the names of those that have come.
    fn learn(&mut self, live: &mut Live) {
        let (earlier, clients) = (live.earlier(), live.clients());
        let new = self.known.cast.len()..clients;
        self.known.cast.extend(new.map(|index| name(index, earlier)));
        self.known.tasks.extend(live.tasks().skip(self.known.tasks.len()));
        self.known.chains.extend_from_slice(&live.chains()[self.known.chains.len()..]);
    }

    /// Writes all that there is: nothing more is under way.
    pub(crate) fn rest(&mut self, live: &Live) {
        let lines = self.transcript.rest(&self.known, live.works(), &line_to_show);
        self.keep(lines);
        self.flush();
        if let Some(count) = self.transcript.repeated().filter(|_| self.is_terminal) {
            let count = self.paint.apply(Tone::Dim, &count);
            self.write(&format!("{ERASE}     {count}"));
            self.counts = true;
        }
    }

    /// Writes the last ones, and how the server has ended, if it has.
    pub(crate) fn end(&mut self, ending: Option<End>) {
        let mut lines = self.transcript.end(&self.known, &line_to_show);
        lines.extend(ending.map(|how| format!("The server {}.", end(how))));
        self.keep(lines);
        self.flush();
    }

    fn keep(&mut self, lines: Vec<String>) {
        if !lines.is_empty() && take(&mut self.counts) {
            self.kept += ERASE;
        }
        lines.iter().for_each(|line| self.kept += &format!("{line}\n"));
    }

    fn flush(&mut self) {
        let kept = take(&mut self.kept);
        self.write(&kept);
    }

    fn write(&mut self, text: &str) {
        if self.is_unread {
            return;
        }
        let written = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        self.is_unread = written.is_err();
    }
}

/// Room for all columns: that of a terminal, if it is a wide one.
fn width() -> usize {
    let columns = tcgetwinsize(stdout()).map_or(0, |size| usize::from(size.ws_col));
    columns.clamp(WIDTH, WIDEST)
}
