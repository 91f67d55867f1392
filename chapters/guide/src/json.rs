//! A chapter's recordings as JSON, for whoever wants to draw them.
//!
//! One object: `format`, `version`, `chapter`, `title`, and `scenes`. A scene has its `step`,
//! the step's `name`, its own `title`, whether it was `traced`, the `cast` (names), the `tasks`
//! (`kind` is `server`, `child` or `thread`; a thread has the index of its process's first task in
//! `of`), and the `events` in order. An event's `kind` says which of its fields are there:
//!
//! | kind | fields |
//! |---|---|
//! | `client` | `who`; `deed`: `connects`, `sends`, `hears`, `hears nothing`, `hears end`, `hears reset`, `half-closes`, `closes`, `resets`; `text`, `length` of what travelled |
//! | `crowd` | `count` of the guests that connect |
//! | `call` | `task` (index), `call`, `arguments`, `subject`, `result`, `made` (index of a task), `flow` (`in`, `out`, `end`), `text`, `length`; `skipped`: how many calls of a busy round came before it in vain |
//! | `waits` | `task`, `call`, `arguments`, `subject` |
//! | `round` | `task`: its calls would repeat for ever, and the last `count` of them were for nothing already |
//! | `signal` | `task`, `text`: the signal's name |
//! | `ends` | `task`, `text`: how |
//!
//! `text` is escaped like a Rust byte string and cut at 1024 bytes; `length` is what it was whole.
//! The version grows when a field changes its meaning or goes.

use nanoserde::SerJson;

use crate::{
    chapter::Chapter,
    recording::{Call, Deed, Event, Flow, Recording, Task},
    trace::decode::ENOUGH,
};

/// The version of the format.
const VERSION: u32 = 1;

/// A scene with the names of where it belongs.
#[derive(Debug)]
pub(crate) struct Scene {
    /// Its step's number.
    pub(crate) number: usize,
    pub(crate) step: &'static str,
    pub(crate) title: &'static str,
    pub(crate) recording: Recording,
}

#[derive(SerJson)]
struct Document {
    format: String,
    version: u32,
    chapter: u32,
    title: String,
    scenes: Vec<SceneEntry>,
}

#[derive(SerJson)]
struct SceneEntry {
    step: usize,
    name: String,
    title: String,
    traced: bool,
    cast: Vec<String>,
    tasks: Vec<TaskEntry>,
    events: Vec<EventEntry>,
}

#[derive(SerJson)]
struct TaskEntry {
    kind: String,
    of: Option<usize>,
}

#[derive(SerJson, Default)]
struct EventEntry {
    kind: String,
    who: Option<String>,
    deed: Option<String>,
    task: Option<usize>,
    call: Option<String>,
    arguments: Option<String>,
    subject: Option<String>,
    result: Option<String>,
    made: Option<usize>,
    flow: Option<String>,
    text: Option<String>,
    length: Option<usize>,
    skipped: Option<usize>,
    count: Option<usize>,
}

/// Writes a chapter's scenes as JSON.
pub(crate) fn to_json(chapter: &Chapter, scenes: &[Scene]) -> String {
    let document = Document {
        format: "waiting-for-bytes/recording".to_owned(),
        version: VERSION,
        chapter: chapter.number,
        title: chapter.title.to_owned(),
        scenes: scenes.iter().map(entry).collect(),
    };
    document.serialize_json()
}

fn entry(scene: &Scene) -> SceneEntry {
    SceneEntry {
        step: scene.number,
        name: scene.step.to_owned(),
        title: scene.title.to_owned(),
        traced: scene.recording.traced,
        cast: scene.recording.cast.clone(),
        tasks: scene.recording.tasks.iter().map(task).collect(),
        events: scene.recording.events.iter().map(event).collect(),
    }
}

fn task(task: &Task) -> TaskEntry {
    let (kind, of) = match task {
        Task::Server => ("server", None),
        Task::Child => ("child", None),
        Task::Thread { of } => ("thread", Some(*of)),
    };
    TaskEntry { kind: kind.to_owned(), of }
}

fn event(event: &Event) -> EventEntry {
    match event {
        Event::Client { who, deed } => EventEntry { who: Some(who.clone()), ..client(deed) },
        Event::Call(told) => EventEntry {
            result: Some(told.result.clone()),
            made: told.task,
            flow: flow(told.flow),
            skipped: Some(told.skipped).filter(|skipped| *skipped > 0),
            ..call("call", told)
        },
        Event::Waits(told) => call("waits", told),
        Event::Crowd { count } => {
            let kind = "crowd".to_owned();
            EventEntry { kind, count: Some(*count), ..EventEntry::default() }
        }
        Event::Round { by, calls } => {
            EventEntry { count: Some(*calls), ..simple("round", *by, None) }
        }
        Event::Signal { by, name } => simple("signal", *by, Some(name)),
        Event::Ends { by, how } => simple("ends", *by, Some(how)),
    }
}

fn client(deed: &Deed) -> EventEntry {
    let (word, bytes) = match deed {
        Deed::Connects => ("connects", None),
        Deed::Sends(bytes) => ("sends", Some(bytes)),
        Deed::Hears(bytes) => ("hears", Some(bytes)),
        Deed::HearsNothing => ("hears nothing", None),
        Deed::HearsEnd => ("hears end", None),
        Deed::HearsReset => ("hears reset", None),
        Deed::HalfCloses => ("half-closes", None),
        Deed::Closes => ("closes", None),
        Deed::Resets => ("resets", None),
    };
    EventEntry {
        kind: "client".to_owned(),
        deed: Some(word.to_owned()),
        text: bytes.map(|bytes| escape(bytes)),
        length: bytes.map(Vec::len),
        ..EventEntry::default()
    }
}

fn call(kind: &str, call: &Call) -> EventEntry {
    let moved = matches!(call.flow, Flow::In | Flow::Out) && !call.data.is_empty();
    EventEntry {
        kind: kind.to_owned(),
        task: Some(call.by),
        call: Some(call.name.clone()),
        arguments: Some(call.arguments.clone()),
        subject: call.subject.clone(),
        text: moved.then(|| escape(&call.data)),
        length: if moved { call.result.parse().ok() } else { None },
        ..EventEntry::default()
    }
}

fn simple(kind: &str, task: usize, text: Option<&String>) -> EventEntry {
    let (kind, text) = (kind.to_owned(), text.cloned());
    EventEntry { kind, task: Some(task), text, ..EventEntry::default() }
}

fn flow(flow: Flow) -> Option<String> {
    let word = match flow {
        Flow::None => return None,
        Flow::In => "in",
        Flow::Out => "out",
        Flow::End => "end",
    };
    Some(word.to_owned())
}

fn escape(bytes: &[u8]) -> String {
    bytes[..bytes.len().min(ENOUGH)].escape_ascii().to_string()
}
