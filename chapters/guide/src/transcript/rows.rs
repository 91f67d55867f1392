//! From events to rows: a client's deed and the call that it caused stand on one line.

use crate::{
    recording::{Call, Deed, Event, Flow, Recording},
    transcript::{
        labels::Labels,
        row::{Arrow, Cell, Mood, Row, Words},
    },
};

/// Turns a recording into rows.
pub(crate) fn rows(recording: &Recording, labels: &Labels) -> Vec<Row> {
    let mut table = Table { recording, labels, rows: Vec::new(), sent: Vec::new() };
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
    /// Rows of calls that sent bytes which the client has not yet been told to hear.
    sent: Vec<Sent>,
}

#[derive(Debug)]
struct Sent {
    row: usize,
    who: usize,
    data: Vec<u8>,
    left: usize,
}

impl Table<'_> {
    fn add(&mut self, event: &Event, previous: Option<&Event>) {
        match event {
            Event::Client { who, deed } => self.deed(who, deed),
            Event::Crowd { count } => self.left(0, Arrow::ToServer, Words::Crowd(*count)),
            Event::Call(call) => self.call(call, previous),
            Event::Waits(call) => {
                let words = format!("{}({}) … waits", call.name, call.arguments);
                self.server(call.by, words, Mood::Waits);
            }
            Event::Round { by, .. } => {
                self.server(*by, "… and round again, for nothing".to_owned(), Mood::Waits);
            }
            Event::Signal { by, name } => self.signal(*by, name, previous),
            Event::Ends { by, how } => self.server(*by, how.clone(), Mood::Works),
        }
    }

    fn server(&mut self, by: usize, words: String, mood: Mood) {
        if self.labels.shows(by) {
            self.rows.push(Row { left: None, right: Some((by, words)), mood });
        }
    }

    fn call(&mut self, call: &Call, previous: Option<&Event>) {
        if !self.labels.show(call) {
            return;
        }
        let result = call.task.map_or(call.result.as_str(), |task| self.labels.of_task(task));
        let words = format!("{}({}) = {result}", call.name, call.arguments);
        let mood = if is_errno(result) { Mood::Fails } else { Mood::Works };
        if answers(call, previous) {
            self.beside(call.by, words, mood);
        } else {
            self.server(call.by, words, mood);
        }
        self.remember(call);
    }

    fn signal(&mut self, by: usize, name: &str, previous: Option<&Event>) {
        let words = format!("{name} arrives");
        if matches!(previous, Some(Event::Client { deed, .. }) if acts(deed)) {
            self.beside(by, words, Mood::Works);
        } else {
            self.server(by, words, Mood::Works);
        }
    }

    /// Puts what a task does beside the deed before it.
    fn beside(&mut self, by: usize, words: String, mood: Mood) {
        if let Some(row) = self.rows.last_mut().filter(|row| row.right.is_none()) {
            row.right = Some((by, words));
            row.mood = mood;
        } else {
            self.server(by, words, mood);
        }
    }

    fn remember(&mut self, call: &Call) {
        let Some(who) = call.subject.as_deref().and_then(|who| self.client(who)) else { return };
        let Some(row) = self.rows.len().checked_sub(1) else { return };
        let data = match call.flow {
            Flow::Out => call.data.clone(),
            Flow::End => Vec::new(),
            Flow::In | Flow::None => return,
        };
        let left = call.result.parse().unwrap_or(0);
        self.sent.push(Sent { row, who, data, left });
    }

    fn client(&self, name: &str) -> Option<usize> {
        self.recording.cast.iter().position(|known| known == name)
    }

    fn deed(&mut self, name: &str, deed: &Deed) {
        let Some(who) = self.client(name) else { return };
        match deed {
            Deed::Hears(bytes) => self.hears(who, bytes),
            Deed::HearsEnd => self.ends(who, "end"),
            Deed::HearsReset => self.ends(who, "reset"),
            Deed::HearsNothing => self.left(who, Arrow::None, Words::Verb("nothing yet")),
            Deed::Connects => self.left(who, Arrow::ToServer, Words::Verb("connect")),
            Deed::Sends(bytes) => self.left(who, Arrow::ToServer, Words::of(bytes)),
            Deed::HalfCloses => self.left(who, Arrow::ToServer, Words::Verb("half-close")),
            Deed::Closes => self.left(who, Arrow::ToServer, Words::Verb("close")),
            Deed::Resets => self.left(who, Arrow::ToServer, Words::Verb("reset")),
        }
    }

    fn left(&mut self, who: usize, arrow: Arrow, words: Words) {
        let left = Some(Cell { who, arrow, words });
        self.rows.push(Row { left, ..Row::default() });
    }

    /// Draws the arrow where the bytes were sent; the client may have read them later.
    fn hears(&mut self, who: usize, bytes: &[u8]) {
        let mut rest = bytes.len();
        for sent in self.sent.iter_mut().filter(|sent| sent.who == who && sent.left > 0) {
            let part = rest.min(sent.left);
            if part > 0 && self.rows[sent.row].left.is_none() {
                let words = Words::Bytes(sent.data.clone(), part);
                self.rows[sent.row].left = Some(Cell { who, arrow: Arrow::ToClient, words });
            }
            sent.left -= part;
            rest -= part;
        }
        if rest > 0 {
            self.left(who, Arrow::ToClient, Words::of(&bytes[bytes.len() - rest..]));
        }
    }

    /// Draws the arrow at the call that closed the connection, if the client has done nothing since.
    fn ends(&mut self, who: usize, word: &'static str) {
        let closing = self.sent.iter().rfind(|sent| sent.who == who && sent.data.is_empty());
        let acted = |row: &Row| row.left.as_ref().is_some_and(|left| left.who == who);
        match closing.map(|sent| sent.row) {
            Some(row) if !self.rows[row..].iter().any(acted) && self.rows[row].left.is_none() => {
                let words = Words::Verb(word);
                self.rows[row].left = Some(Cell { who, arrow: Arrow::ToClient, words });
            }
            _ => self.left(who, Arrow::ToClient, Words::Verb(word)),
        }
    }
}

/// Whether this call returned because of what the client did just before.
fn answers(call: &Call, previous: Option<&Event>) -> bool {
    let Some(Event::Client { who, deed }) = previous else { return false };
    let about = call.subject.as_deref();
    let is_news = match (call.flow, deed) {
        (Flow::In, Deed::Connects) if about == Some("listener") => call.result == *who,
        (Flow::In, _) => about.is_none_or(|about| about == who || !is_connection(call)),
        (Flow::None, _) => about == Some(who),
        (Flow::Out | Flow::End, _) => false,
    };
    acts(deed) && is_news && call.result != "nothing"
}

/// Whether the call moves a connection's bytes, so that its subject is a client.
fn is_connection(call: &Call) -> bool {
    matches!(call.name.as_str(), "recvfrom" | "read" | "sendto" | "write" | "accept4" | "accept")
}

fn acts(deed: &Deed) -> bool {
    !matches!(deed, Deed::Hears(_) | Deed::HearsNothing | Deed::HearsEnd | Deed::HearsReset)
}

fn is_errno(result: &str) -> bool {
    result.len() > 2
        && result.starts_with('E')
        && result.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}
