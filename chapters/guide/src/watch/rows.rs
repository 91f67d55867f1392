//! The rows as they come, for a reader.

use std::{io::stdout, mem::take};

use play::{Detail, Live};
use recording::{End, Recording};
use rustix::termios::tcgetwinsize;
use show::{Columns, Growing, Paint, Tone, WIDTH, can_take_back, end};

use crate::{
    lines::{line_to_show, no_lines},
    watch::{
        Manner,
        shown::{Paper, Shown, learn},
    },
};

/// The least that calls need beside both the kernel and the lines of code.
const WIDTH_OF_ALL: usize = 132;

/// What is wider than this is hard to read.
const WIDEST: usize = 160;

/// Takes a line back that is to be written again.
const ERASE: &str = "\r\x1b[K";

/// The rows of a server.
#[derive(Debug)]
pub(crate) struct Rows {
    transcript: Growing,
    /// The names of all tasks and clients by now.
    known: Recording,
    paint: Paint,
    /// Whether a line can be taken back.
    can_take_back: bool,
    /// Whether a count is on the screen that will be taken back.
    counts: bool,
    /// Whether lines were asked for, and it has not been said yet that there are none.
    seeks_lines: bool,
}

impl Rows {
    /// No rows yet.
    pub(crate) fn new(manner: Manner, paint: Paint) -> Self {
        let Manner { setup, detail, .. } = manner;
        let Detail { kernel, how, lines } = detail;
        let columns = Columns { kernel, how, lines, width: width(kernel && lines) };
        Self {
            transcript: Growing::new(columns, setup, paint),
            known: Recording { traced: true, ..Recording::default() },
            paint,
            can_take_back: can_take_back(&stdout()),
            counts: false,
            seeks_lines: lines,
        }
    }

    /// Says once a client was served if no call has a line of code.
    fn tell_of_lines(&mut self, paper: &mut Paper<'_>) {
        if take(&mut self.seeks_lines) {
            let remark = no_lines(&self.known.chains).map(str::to_owned);
            self.write(&Vec::from_iter(remark), paper);
        }
    }

    fn write(&mut self, lines: &[String], paper: &mut Paper<'_>) {
        if !lines.is_empty() && take(&mut self.counts) {
            paper.write(ERASE);
        }
        lines.iter().for_each(|line| paper.write(&format!("{line}\n")));
    }
}

impl Shown for Rows {
    fn begin(&mut self, paper: &mut Paper<'_>) {
        paper.write(&format!("\n{}\n", self.transcript.heading().trim_end()));
    }

    fn add(&mut self, live: &mut Live, paper: &mut Paper<'_>) {
        let events = live.take();
        learn(&mut self.known, live);
        for (event, _) in events {
            let lines = self.transcript.add(&self.known, &event, &line_to_show);
            self.write(&lines, paper);
        }
    }

    fn rest(&mut self, live: &Live, paper: &mut Paper<'_>) {
        let lines = self.transcript.rest(&self.known, live.works(), &line_to_show);
        self.write(&lines, paper);
        if !self.known.cast.is_empty() {
            self.tell_of_lines(paper);
        }
        if let Some(count) = self.transcript.repeated().filter(|_| self.can_take_back) {
            let count = self.paint.apply(Tone::Dim, &count);
            paper.write(&format!("{ERASE}     {count}"));
            self.counts = true;
        }
    }

    fn end(&mut self, ending: Option<End>, paper: &mut Paper<'_>) {
        let mut lines = self.transcript.end(&self.known, &line_to_show);
        lines.extend(ending.map(|how| format!("The server {}.", end(how))));
        self.write(&lines, paper);
    }
}

/// Room for the columns: that of a terminal, if it is a wide one.
fn width(has_all: bool) -> usize {
    let columns = tcgetwinsize(stdout()).map_or(0, |size| usize::from(size.ws_col));
    columns.clamp(if has_all { WIDTH_OF_ALL } else { WIDTH }, WIDEST)
}
