//! What a server has set up before its first client, in few words.
//!
//! ```text
//! (The server sets up: epoll with shutdown, listener; listener non-blocking)
//! ```

use recording::{Call, Change, Control, Kind, Outcome};

use crate::words::Words;

/// What one call has set up: for whom, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A new descriptor, or a new task.
    Made(String),
    /// It is on epoll's list.
    Listed(String),
    /// A signal tells of it.
    Signalled(String),
    /// No call on it goes to sleep.
    NonBlocking(String),
}

impl Words<'_> {
    /// What a call has set up, if it has. (A task's label is not known here.)
    pub(crate) fn part(self, call: &Call) -> Option<Part> {
        if let Outcome::Made(made) = call.outcome {
            return Some(Part::Made(self.subject(made)));
        }
        let name = call.subject.map(|who| self.subject(who)).filter(|_| call.outcome.is_success());
        name.and_then(|name| match call.kind {
            Kind::EpollCtl { change: Change::Add | Change::Modify, .. } => Some(Part::Listed(name)),
            Kind::Fcntl(Control::OAsync) => Some(Part::Signalled(name)),
            Kind::Fcntl(Control::ONonblock) | Kind::Ioctl(Control::Fionbio) => {
                Some(Part::NonBlocking(name))
            }
            _ => None,
        })
    }
}

/// All that was set up; what a reader meets again comes first.
pub(crate) fn sets_up(parts: &[&Part]) -> String {
    let made = names(parts, |part| matches!(part, Part::Made(_)));
    let listed = names(parts, |part| matches!(part, Part::Listed(_)));
    let signalled = names(parts, |part| matches!(part, Part::Signalled(_)));
    let non_blocking = names(parts, |part| matches!(part, Part::NonBlocking(_)));
    let is_told = |name: &str| listed.contains(&name) || (name == EPOLL && !listed.is_empty());
    let alone = made.iter().filter(|name| !is_told(name)).copied().collect::<Vec<_>>();
    let list =
        listed.iter().map(|name| if made.contains(name) { new(name) } else { (*name).into() });
    let clauses = [
        clause("epoll with ", &list.collect::<Vec<_>>().join(", "), ""),
        clause("", &spans(&alone).join(", "), ""),
        clause("signals for ", &signalled.join(", "), ""),
        clause("", &non_blocking.join(", "), " non-blocking"),
    ];
    format!(
        "(The server sets up: {})",
        clauses.into_iter().flatten().collect::<Vec<_>>().join("; ")
    )
}

/// What epoll is called.
const EPOLL: &str = "epoll";

/// The names of such parts, each once.
fn names<'part>(parts: &[&'part Part], is_such: fn(&Part) -> bool) -> Vec<&'part str> {
    let mut names = Vec::new();
    for part in parts.iter().filter(|part| is_such(part)) {
        let (Part::Made(name)
        | Part::Listed(name)
        | Part::Signalled(name)
        | Part::NonBlocking(name)) = part;
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// From so many on, things that are numbered one after the other are named by the first and the last.
const MANY: usize = 4;

/// Names, of which those that are numbered one after the other are told in one: `thread 1 to 64`.
fn spans(names: &[&str]) -> Vec<String> {
    let follows = |a: &&str, b: &&str| {
        numbered(a).zip(numbered(b)).is_some_and(|((a, i), (b, j))| a == b && i + 1 == j)
    };
    let told = |span: &[&str]| match span {
        [first, .., last] if span.len() >= MANY => {
            let last = numbered(last).map_or(0, |(_, number)| number);
            vec![format!("{first} to {last}")]
        }
        few => few.iter().map(|name| (*name).to_owned()).collect(),
    };
    names.chunk_by(follows).flat_map(told).collect()
}

/// A name that ends in a number: what it begins with, and the number.
fn numbered(name: &str) -> Option<(&str, usize)> {
    let (kind, number) = name.rsplit_once(' ')?;
    Some((kind, number.parse().ok()?))
}

fn new(name: &str) -> String {
    format!("a new {name}")
}

fn clause(before: &str, names: &str, after: &str) -> Option<String> {
    (!names.is_empty()).then(|| format!("{before}{names}{after}"))
}
