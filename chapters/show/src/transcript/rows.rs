//! From events to rows.
//!
//! A client's deed and the call that it caused stand on one line. Where the kernel has a column,
//! what it does stands between them: a deed is beside what arrives, and a call beside what the
//! kernel did for it.

use recording::{Call, Deed, Event, Moment, Outcome, Recording, Signal};

use crate::{
    transcript::{
        answers::answers,
        labels::Labels,
        row::{Arrow, Cell, Mood, Row, Said, Words},
        sends::Sends,
    },
    words::{
        self,
        parts::{self, ROUND, end, skipped},
        setup::Part,
    },
};

/// Adds what one event tells to the last rows before it, which it may complete.
pub(crate) fn add(
    rows: Vec<Row>,
    event: &Event,
    previous: Option<&Event>,
    recording: &Recording,
    labels: &Labels,
) -> Vec<Row> {
    let mut table = Table { recording, labels, rows, sends: Sends::default() };
    table.add(event, previous);
    table.rows
}

/// Turns a recording into rows.
pub(crate) fn rows(recording: &Recording, labels: &Labels) -> Vec<Row> {
    let mut table = Table { recording, labels, rows: Vec::new(), sends: Sends::default() };
    for (index, event) in recording.events.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| &recording.events[index]);
        table.add(event, previous);
    }
    table.rows
}

#[derive(Debug)]
struct Table<'recording> {
    recording: &'recording Recording,
    labels: &'recording Labels,
    rows: Vec<Row>,
    sends: Sends,
}

impl Table<'_> {
    fn add(&mut self, event: &Event, previous: Option<&Event>) {
        match event {
            Event::Client { who, deed } => self.deed(*who, deed),
            Event::Crowd { count } => self.left(0, Arrow::ToServer, Words::Crowd(*count)),
            Event::FileChanges { bytes } => {
                self.source_changes(0, Words::does("the file:", bytes));
            }
            Event::Call(call) if call.has_returned() => self.call(call, previous),
            Event::Call(call) => {
                self.server(self.said(call, |_| "… waits".to_owned()), Mood::Waits);
            }
            Event::Round { by, .. } => {
                self.server(Said::new(*by, ROUND), Mood::Waits);
            }
            Event::Signal { by, signal } => self.signal(*by, *signal, previous),
            Event::Ends { by, how } => self.server(Said::new(*by, end(*how)), Mood::Works),
            Event::Kernel(moment) => self.kernel(moment),
        }
    }

    /// A call in words, and what is to be said after it.
    fn said(&self, call: &Call, after: impl Fn(words::Words<'_>) -> String) -> Said {
        let words = words::Words::of(&self.recording.cast);
        let line = |words: words::Words<'_>| format!("{} {}", words.call(call), after(words));
        Said { by: call.by, words: line(words), alike: line(words.alike()), frames: call.frames }
    }

    fn server(&mut self, said: Said, mood: Mood) {
        if self.labels.shows(said.by) {
            self.rows.push(Row { right: Some(said), mood, ..Row::default() });
        }
    }

    fn call(&mut self, call: &Call, previous: Option<&Event>) {
        if !self.labels.show(call) {
            return;
        }
        let said = self.said(call, |words| match call.outcome {
            Outcome::Task(task) => format!("= {}", self.labels.of_task(task)),
            _ => format!("= {}{}", words.outcome(call), skipped(call.skipped)),
        });
        let failed = matches!(call.outcome, Outcome::Failed(_));
        let mood = if failed { Mood::Fails } else { Mood::Works };
        if answers(call, previous) {
            self.beside(said, mood);
        } else {
            self.server(said, mood);
        }
        if let Some(row) = self.rows.len().checked_sub(1) {
            self.sends.add(row, call);
            self.rows[row].sets_up = self.part(call);
        }
    }

    fn part(&self, call: &Call) -> Option<Part> {
        match call.outcome {
            Outcome::Task(task) => Some(Part::Made(self.labels.of_task(task).to_owned())),
            _ => words::Words::of(&self.recording.cast).part(call),
        }
    }

    fn signal(&mut self, by: usize, signal: Signal, previous: Option<&Event>) {
        let said = Said::new(by, format!("{signal} arrives"));
        let is_act = matches!(previous, Some(Event::Client { deed, .. }) if deed.is_act());
        if is_act || matches!(previous, Some(Event::Kernel(Moment::Wakes { .. }))) {
            self.beside(said, Mood::Works);
        } else {
            self.server(said, Mood::Works);
        }
    }

    /// What arrives stands beside the deed; all else has a row, which the call that follows may share.
    fn kernel(&mut self, moment: &Moment) {
        if matches!(moment, Moment::Wakes { task, .. } if !self.labels.shows(*task)) {
            return;
        }
        let words = words::Words::of(&self.recording.cast);
        let words = Some(words.moment(moment, |task| self.labels.of_task(task)));
        let is_deed = |row: &&mut Row| row.middle.is_none() && row.right.is_none();
        match self.rows.last_mut().filter(is_deed) {
            Some(row) if matches!(moment, Moment::Arrives { .. }) => row.middle = words,
            _ => self.rows.push(Row { middle: words, ..Row::default() }),
        }
    }

    /// Puts what a task does beside what made it do so.
    fn beside(&mut self, said: Said, mood: Mood) {
        if let Some(row) = self.rows.last_mut().filter(|row| row.right.is_none()) {
            row.right = Some(said);
            row.mood = mood;
        } else {
            self.server(said, mood);
        }
    }

    fn deed(&mut self, who: usize, deed: &Deed) {
        let word = parts::deed(deed);
        match deed {
            Deed::Hears(bytes) => self.hears(who, bytes),
            Deed::HearsMore(bytes) => self.hears_more(who, bytes),
            Deed::HearsEnd | Deed::HearsReset => self.ends(who, word),
            Deed::HearsNothing => self.left(who, Arrow::None, Words::Verb(word)),
            Deed::Sends(bytes) => self.left(who, Arrow::ToServer, Words::of(bytes)),
            Deed::Lends(bytes) | Deed::SendsFile(bytes) => {
                self.left(who, Arrow::ToServer, Words::does(word, bytes));
            }
            Deed::WritesFile(bytes) => self.source_changes(who, Words::does(word, bytes)),
            Deed::Connects | Deed::HalfCloses | Deed::Closes | Deed::Resets => {
                self.left(who, Arrow::ToServer, Words::Verb(word));
            }
        }
    }

    fn left(&mut self, who: usize, arrow: Arrow, words: Words) {
        let left = Some(Cell { who, arrow, words });
        self.rows.push(Row { left, ..Row::default() });
    }

    /// What a call in this row has sent to a client.
    fn reaches(&mut self, who: usize, row: usize, words: Words) {
        self.rows[row].left = Some(Cell { who, arrow: Arrow::ToClient, words });
    }

    /// What is heard after this may be what was sent, or not: it stands where it is heard.
    fn source_changes(&mut self, who: usize, words: Words) {
        self.sends.forget();
        self.left(who, Arrow::None, words);
    }

    /// Draws the arrow where the bytes were sent; the client may have read them later.
    fn hears(&mut self, who: usize, bytes: &[u8]) {
        let mut rest = bytes;
        for (row, count) in self.sends.heard(who, bytes.len()) {
            let (heard, after) = rest.split_at(count);
            if self.rows[row].left.is_none() && self.rows[row].middle.is_none() {
                self.reaches(who, row, Words::of(heard));
            }
            rest = after;
        }
        if !rest.is_empty() {
            self.left(who, Arrow::ToClient, Words::of(rest));
        }
    }

    /// Draws it at the first call that sent some of it: how many there were is not told.
    fn hears_more(&mut self, who: usize, bytes: &[u8]) {
        let words = Words::Beginning(bytes.to_vec());
        match self.sends.heard_all(who) {
            Some(row) if self.rows[row].left.is_none() && self.rows[row].middle.is_none() => {
                self.reaches(who, row, words);
            }
            _ => self.left(who, Arrow::ToClient, words),
        }
    }

    /// Draws the arrow at the call that closed the connection, if the client has done nothing since.
    fn ends(&mut self, who: usize, word: &'static str) {
        let acted = |row: &Row| row.left.as_ref().is_some_and(|left| left.who == who);
        match self.sends.end(who) {
            Some(row) if !self.rows[row..].iter().any(acted) && self.rows[row].left.is_none() => {
                self.reaches(who, row, Words::Verb(word));
            }
            _ => self.left(who, Arrow::ToClient, Words::Verb(word)),
        }
    }
}
