//! A recording that grows, in lines: one object for each thing that becomes known, as soon as it is.

use std::{io, str::Lines};

use serde::{Deserialize, Serialize};

use crate::{
    Aside, Event, Frame, Recording, Task,
    json::{Document, Head, Scene, VERSION, no_recording},
};

/// What the first line says that it is.
const FORMAT: &str = "waiting-for-bytes/growing";

/// One line of a recording that grows.
///
/// | line | says |
/// |---|---|
/// | `{"begins": {"format": …, "version": …, "title": …}}` | the first one: what this is, and of which server |
/// | `{"client": "alice"}` | the next of the cast |
/// | `{"task": "server"}` | the next of the tasks |
/// | `{"chain": [frame, …]}` | the next of the chains |
/// | `{"event": …}` | the next of the events |
/// | `{"aside": …}` | what was so on this run only, of the event before |
///
/// So an index in an event is that of a line above it, counted among those of its kind from 0, and
/// nothing has to be kept that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first one: what the lines are.
    Begins {
        /// That they are such lines.
        format: String,
        /// Of which version.
        version: u32,
        /// Of which server.
        title: String,
    },
    /// A client has come; its name.
    Client(String),
    /// A task is there.
    Task(Task),
    /// A stack that calls were made from, the innermost function first.
    Chain(Vec<Frame>),
    /// Something has happened.
    Event(Event),
    /// It is so on this run only.
    Aside(Aside),
}

impl Line {
    /// The first line of a recording with this title.
    #[must_use]
    pub fn begins(title: &str) -> Self {
        let (format, title) = (FORMAT.to_owned(), title.to_owned());
        Self::Begins { format, version: VERSION, title }
    }

    /// As it is written, with the end of the line.
    #[must_use]
    pub fn text(&self) -> String {
        let text = serde_json::to_string(self);
        format!("{}\n", text.expect("each key is a string, and memory takes what it is given"))
    }
}

/// The document that these lines come to, if they are such lines.
pub(crate) fn read(text: &str) -> Option<io::Result<Document>> {
    let mut lines = text.lines();
    let Line::Begins { format, version, title } = serde_json::from_str(lines.next()?).ok()? else {
        return None;
    };
    Some(Head { format, version }.check(FORMAT).and_then(|()| grown(&title, lines)))
}

fn grown(title: &str, lines: Lines<'_>) -> io::Result<Document> {
    let mut grown = Grown::default();
    for line in lines {
        grown.add(serde_json::from_str(line).map_err(no_recording)?)?;
    }
    Ok(grown.document(title))
}

/// What lines have come to.
#[derive(Debug, Default)]
struct Grown {
    recording: Recording,
    /// As many as the last event with one asks for.
    asides: Vec<Aside>,
}

impl Grown {
    fn add(&mut self, line: Line) -> io::Result<()> {
        let recording = &mut self.recording;
        match line {
            Line::Begins { .. } => return Err(io::Error::other("it begins a second time")),
            Line::Client(name) => recording.cast.push(name),
            Line::Task(task) => recording.tasks.push(task),
            Line::Chain(frames) => recording.chains.push(frames),
            Line::Event(event) => recording.events.push(event),
            Line::Aside(aside) => self.beside(aside),
        }
        Ok(())
    }

    /// Puts it beside the last event; those before may have none.
    fn beside(&mut self, aside: Aside) {
        self.asides.resize(self.recording.events.len().saturating_sub(1), Aside::default());
        self.asides.push(aside);
    }

    fn document(self, title: &str) -> Document {
        let Self { recording, mut asides } = self;
        if !asides.is_empty() {
            asides.resize(recording.events.len(), Aside::default());
        }
        let recording = Recording { traced: true, ..recording };
        let (name, title) = (title.to_owned(), title.to_owned());
        let scene = Scene { step: 1, name, title: title.clone(), recording, asides };
        Document::of_server(&title, vec![scene])
    }
}
