//! A transcript that grows: a row for each event as it comes, while nobody knows who will come.
//!
//! ```text
//!      clients                            server
//!   1  alice connect ───────────────────▶ accept4(listener) = alice
//!   2  alice "PING\r\n" ────────────────▶ recvfrom(alice) = 6
//!   3  alice "+PONG\r\n" ◀─────────────── sendto(alice) = 7
//! ```
//!
//! What a client does is seen by what the server's calls bring of it, so it stands beside these.

use std::mem::take;

use recording::{Call, Event, Flow, Kind, Moment, Outcome, Recording, Subject};

use crate::{
    paint::Paint,
    transcript::{
        labels::Labels,
        layout::Layout,
        lines::{Choice, Lines},
        repeats::Repeats,
        row::{Arrow, Cell, Row, Words},
        rows::add,
        setup::{Setup, fold_all},
    },
};

/// Which columns a growing transcript has beside those of the clients and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// What the kernel does.
    pub kernel: bool,
    /// How it does that, which takes more room.
    pub how: bool,
    /// The line of code that made each call.
    pub lines: bool,
    /// How wide all of them are together.
    pub width: usize,
}

/// A transcript that grows.
#[derive(Debug)]
pub struct Growing {
    columns: Columns,
    paint: Paint,
    labels: Labels,
    /// The row that what comes next may complete.
    open: Vec<Row>,
    /// What the kernel did last, if nothing has come since.
    previous: Option<Event>,
    /// Rows by which the server sets itself up, to be told in one; none any more once a client has
    /// come, or all tasks sleep.
    setup: Option<Vec<Row>>,
    repeats: Repeats,
    /// The number of the next row.
    number: usize,
}

impl Growing {
    /// A transcript with these columns.
    #[must_use]
    pub fn new(columns: Columns, setup: Setup, paint: Paint) -> Self {
        let setup = (setup == Setup::Folded).then(Vec::new);
        let (labels, open, previous) = (Labels::of_all(), Vec::new(), None);
        Self {
            columns,
            paint,
            labels,
            open,
            previous,
            setup,
            repeats: Repeats::default(),
            number: 1,
        }
    }

    /// What stands above the rows.
    #[must_use]
    pub fn heading(&self) -> String {
        let recording = Recording { traced: true, ..Recording::default() };
        let lines = Lines::default();
        let layout = Layout::shared(&recording, &self.labels, self.columns, lines);
        layout.heading(self.paint)
    }

    /// The rows that can be written now that this has happened. The recording has the names of all
    /// clients and tasks, and the lines of code, by now.
    pub fn add(&mut self, recording: &Recording, event: &Event, choice: Choice<'_>) -> Vec<String> {
        self.labels.grow(recording);
        let (open, previous) = (take(&mut self.open), self.previous.take());
        let mut rows = add(open, event, previous.as_ref(), recording, &self.labels);
        if let Some(row) = rows.last_mut() {
            row.left = row.left.take().or_else(|| self.client(event));
        }
        self.open = rows.pop_if(|row| row.right.is_none()).into_iter().collect();
        self.previous = matches!(event, Event::Kernel(_)).then(|| event.clone());
        let rows = rows.into_iter().flat_map(|row| self.after_setup(row)).collect();
        self.write(recording, rows, choice)
    }

    /// The rows that wait for something to complete them, now that nothing comes. While the server
    /// still works, it may not be done with setting itself up.
    pub fn rest(&mut self, recording: &Recording, works: bool, choice: Choice<'_>) -> Vec<String> {
        if works && self.setup.is_some() {
            return Vec::new();
        }
        let open = take(&mut self.open);
        let setup = self.setup.take().map(fold_all).unwrap_or_default();
        self.write(recording, setup.into_iter().chain(open).collect(), choice)
    }

    /// The rows that wait for what they repeat to end, now that it has.
    pub fn end(&mut self, recording: &Recording, choice: Choice<'_>) -> Vec<String> {
        let mut lines = self.rest(recording, false, choice);
        let rows = self.repeats.end();
        lines.extend(self.layout(recording, rows, choice));
        lines
    }

    /// What the last rows were followed by again and again, if they still may be.
    #[must_use]
    pub fn repeated(&self) -> Option<String> {
        self.repeats.so_far()
    }

    /// What a client has done, as an event tells it.
    fn client(&self, event: &Event) -> Option<Cell> {
        match event {
            Event::Call(call) => self.moved(call),
            Event::Kernel(Moment::Arrives { who: Subject::Client(who), .. }) => {
                Some(Cell { who: *who, arrow: Arrow::ToServer, words: Words::Verb("") })
            }
            _ => None,
        }
    }

    /// What a call has brought of a client, or to it. What arrives has a row of its own, where the
    /// kernel has a column.
    fn moved(&self, call: &Call) -> Option<Cell> {
        let (who, arrow) = match (call.outcome.made().or(call.about()), call.flow()) {
            (Some(Subject::Client(who)), Flow::In) => (who, Arrow::ToServer),
            (Some(Subject::Client(who)), Flow::Out | Flow::End) => (who, Arrow::ToClient),
            _ => return None,
        };
        let words = match (&call.outcome, call.flow()) {
            (Outcome::Made(_), _) => Words::Verb("connect"),
            // Whoever else has the connection open goes on with it.
            (_, Flow::End) if call.kind == Kind::Close => return None,
            (_, Flow::End) | (Outcome::Bytes(0), Flow::In) => Words::Verb("end"),
            (outcome, _) => text(&call.bytes, outcome.bytes()),
        };
        let is_told = matches!(words, Words::Verb(_)) && arrow == Arrow::ToServer;
        (!(is_told && self.columns.kernel)).then_some(Cell { who, arrow, words })
    }

    /// The rows to be written now: none while the server sets itself up.
    fn after_setup(&mut self, row: Row) -> Vec<Row> {
        let Some(mut setup) = self.setup.take() else { return vec![row] };
        let is_over = row.left.is_some();
        setup.push(row);
        if is_over {
            return fold_all(setup);
        }
        self.setup = Some(setup);
        Vec::new()
    }

    fn write(&mut self, recording: &Recording, rows: Vec<Row>, choice: Choice<'_>) -> Vec<String> {
        let rows = rows.into_iter().flat_map(|row| self.repeats.add(row)).collect();
        self.layout(recording, rows, choice)
    }

    fn layout(&mut self, recording: &Recording, rows: Vec<Row>, choice: Choice<'_>) -> Vec<String> {
        let lines = if self.columns.lines {
            Lines::of(recording, &rows, choice).with_room()
        } else {
            Lines::default()
        };
        let layout = Layout::shared(recording, &self.labels, self.columns, lines);
        let first = self.number;
        self.number += rows.iter().map(Row::count).sum::<usize>();
        layout.write_from(first, &rows, self.paint)
    }
}

/// The bytes that a call has moved, if they were seen.
fn text(bytes: &[u8], count: Option<usize>) -> Words {
    match count {
        Some(count) if bytes.is_empty() => Words::Count(count),
        Some(count) => Words::Bytes(bytes.to_vec(), count),
        None => Words::of(bytes),
    }
}
