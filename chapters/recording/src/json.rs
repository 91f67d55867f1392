//! A chapter's recordings as JSON, for whoever wants to draw them: written, and read again.
//!
//! One object: `format`, `version`, `chapter` (its number, if it is one of the book), `title`, and
//! `scenes`. A scene has its `step`, the
//! step's `name`, its own `title`, and its `recording`: whether it was `traced`, the `cast` (names),
//! the `tasks`, their `names` if the program gives them some, and the `events` in order.
//!
//! What can be one of several things is a string, its name, or an object with that name as its only
//! key: `"server"` and `{"thread": {"of": 0}}`, `"listener"`, `{"client": 0}` and `{"guest": 1}`. Absent fields are
//! the ones that say nothing. The names and the meaning of all fields are those of the types, in snake
//! case: [`Event`](crate::Event), [`Deed`](crate::Deed), [`Moment`](crate::Moment),
//! [`Call`](crate::Call), [`Kind`](crate::Kind), [`Subject`](crate::Subject), [`Outcome`](crate::Outcome),
//! [`Frame`](crate::Frame).
//!
//! | event | holds |
//! |---|---|
//! | `client` | `who` (index in the cast); `deed`: `connects`, `{"sends": bytes}` (`lends` them, `sends_file` with them, or `writes_file`), `{"hears": bytes}` (`hears_more` than these), `hears_nothing`, `hears_end`, `hears_reset`, `half_closes`, `closes`, `resets` |
//! | `crowd` | `count` of the silent clients that connect |
//! | `file_changes` | `bytes` that are now in the file that the server has open |
//! | `call` | `by` (index of a task); `kind`: the call's name, with what of its arguments tells something; `subject`: who is behind its descriptor; `peer`: whom a datagram is from or for; `flag`, if it sends or receives in a way that is not the usual one; `limit` of its wait (`no_wait`, `timeout`, `{"micros": 5}`); `outcome`; `bytes` that went, the first 1024 at most; `skipped`: how many calls of a busy round came before it in vain; `frames`: which of the `chains` made it |
//! | `round` | `by`: its calls would repeat for ever, and the last `calls` of them were for nothing already |
//! | `signal` | `by`, and which `signal` |
//! | `ends` | `by`, and `how`: `{"exits": status}`, `{"killed": signal}`, or `{"stopped": signal}`: nobody lets it go on |
//! | `kernel` | a moment: `{"arrives": {"who": …, "what": {"bytes": 6}}}`, `{"wakes": {"task": 0}}`, `{"copies": {"who": …, "bytes": 6, "of": 6}}` (`moves`, where nobody copies them), `{"waits": {"who": …, "what": …}}`; what arrives or waits is `connection`, `{"bytes": 6}`, `part`, `end` or `reset`. Where the kernel's tracepoints were listened to: `how` a task was woken (`socket`, `poll`, `epoll`, `signal`, `ring`), in which `context` a copy was made (`{"task": 0}`, `worker`), and `{"queues": {"task": 0, "signal": "SIGIO"}}`, `{"arms": {"operation": "recv", "who": …}}`, `has_work`, `{"completes": {…, "result": 6}}` |
//!
//! | outcome | of |
//! |---|---|
//! | `waits` | a call in which the task has gone to sleep |
//! | `{"bytes": 6}` | what moves bytes |
//! | `part`, `whole` | a long send: how much went differs from run to run |
//! | `{"released": {"copied": true}}` | what tells that the kernel is done with the memory of a send |
//! | `{"mapped": {"bytes": 4096, "left": 904}}` | what maps bytes into memory instead of copying them |
//! | `{"made": subject}` | what makes a descriptor |
//! | `{"ready": [{"subject": …, "events": ["readable"]}]}` | what tells of readiness |
//! | `{"signal": {"signal": "SIGIO"}}` | a wait for a signal; `about`: whom it tells of, and what |
//! | `{"task": 1}` | what makes a task or waits for its end |
//! | `{"number": 0}` | any other call |
//! | `{"failed": "EAGAIN"}` | a call that failed |
//!
//! Where lines of code were recorded, `chains` has each stack once, the innermost function first: its
//! `function`, and its `place` if that is known (`file`, `line`, `column`, and the line's `text`).
//!
//! Bytes are a string in which each character is one byte (U+0000 to U+00FF). `asides`, where a
//! scene has them, are one object for each event: what differs from run to run, as how many bytes a
//! long send `moved`.
//!
//! The version grows when a field changes its meaning or goes. Version 1 had words in the place of
//! `kind` and `outcome`.
//!
//! A recording that grows, of a server that is watched, is written in [lines](Line) instead.

mod growing;

use std::io;

use serde::{Deserialize, Serialize};

pub use self::growing::Line;
use crate::{Aside, Recording};

/// What the object says that it is.
pub const FORMAT: &str = "waiting-for-bytes/recording";

/// The version of the format.
pub const VERSION: u32 = 2;

/// All that was recorded of a chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    format: String,
    version: u32,
    /// The chapter's number; none, where a server of the reader's own was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<u32>,
    /// The chapter's title, or which server it is.
    pub title: String,
    /// What was played.
    pub scenes: Vec<Scene>,
}

/// A scene, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scene {
    /// Its step's number, from 1.
    pub step: usize,
    /// Its step's name.
    pub name: String,
    /// Its own title.
    pub title: String,
    /// What happened.
    pub recording: Recording,
    /// What was so on this run: nothing, or one for each event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asides: Vec<Aside>,
}

impl Document {
    /// The scenes of a chapter.
    #[must_use]
    pub fn new(chapter: u32, title: &str, scenes: Vec<Scene>) -> Self {
        Self { chapter: Some(chapter), ..Self::of_server(title, scenes) }
    }

    /// The scenes of a server that no chapter has.
    #[must_use]
    pub fn of_server(title: &str, scenes: Vec<Scene>) -> Self {
        let (format, title) = (FORMAT.to_owned(), title.to_owned());
        Self { format, version: VERSION, chapter: None, title, scenes }
    }

    /// Writes it in one line.
    ///
    /// # Errors
    ///
    /// Returns what `out` says.
    pub fn write(&self, out: &mut impl io::Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        writeln!(out)
    }

    /// Reads what [`Document::write`] has written, or the [lines](Line) of a recording that grew.
    ///
    /// # Errors
    ///
    /// Returns where the text is no such document, or that it is one of another version.
    pub fn read(text: &str) -> io::Result<Self> {
        if let Some(grown) = growing::read(text) {
            return grown;
        }
        serde_json::from_str::<Head>(text).map_err(no_recording)?.check(FORMAT)?;
        serde_json::from_str(text).map_err(no_recording)
    }
}

/// Something else, or a recording that is cut.
fn no_recording(error: serde_json::Error) -> io::Error {
    io::Error::other(format!("it is no whole recording, as `--json` writes one: {error}"))
}

/// What every version begins with.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

impl Head {
    /// Whether it is what can be read.
    fn check(&self, known: &str) -> io::Result<()> {
        let Self { format, version } = self;
        if format != known {
            return Err(io::Error::other(format!("it is a {format}, and not a {known}")));
        }
        if *version != VERSION {
            let way_out = format!("only {VERSION} can be read: record it again");
            return Err(io::Error::other(format!("it is of version {version}; {way_out}")));
        }
        Ok(())
    }
}
