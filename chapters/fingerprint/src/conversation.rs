//! What one client says and hears: the scenes of the repertoire are made of it.

use play::{ALICE, Act, BOB, Client, Line, Script, Text, written};

/// What is tried of a server that nobody has given a script for, in this order.
const KNOWN: [(&str, &str); 3] = [
    ("PING", "alice connects\nalice sends \"PING\\r\\n\"\nalice hears something\n"),
    ("GET / of HTTP/1.1", include_str!("http.script")),
    ("the start-up of PostgreSQL", include_str!("postgresql.script")),
];

/// One client's part of a script, from its connection up to its last word.
#[derive(Debug, Clone)]
pub(crate) struct Conversation {
    /// What a reader may call it.
    pub(crate) title: &'static str,
    lines: Vec<Line>,
}

impl Conversation {
    /// Those that are tried.
    pub(crate) fn known() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|(title, text)| {
            let script = written::read(title, text).expect("a script of this program can be read");
            Self { title, lines: lines(&script) }
        })
    }

    /// The part of the client that enters first; none if it neither connects nor asks.
    pub(crate) fn of(script: &Script) -> Option<Self> {
        let lines = lines(script);
        let asks = lines.iter().any(|line| sent(line).is_some());
        let connects = matches!(lines.first(), Some(Line::Connect));
        (asks && connects).then_some(Self { title: script.title, lines })
    }

    /// One client, alone.
    pub(crate) fn alone(&self) -> Script {
        scene(acts(ALICE, &self.lines).chain([ALICE.closes()]))
    }

    /// Two clients that connect, and ask first, at the same time.
    pub(crate) fn together(&self) -> Script {
        let both = |line: Line| Act::Together(Vec::leak(vec![act(ALICE, line), act(BOB, line)]));
        let asks_first = self.lines.get(1).is_some_and(|line| sent(line).is_some());
        let (joined, own) = self.lines.split_at(if asks_first { 2 } else { 1 });
        let each = [ALICE, BOB].into_iter();
        let own = each.flat_map(|who| acts(who, own).chain([who.closes()]));
        scene(joined.iter().map(|line| both(*line)).chain(own))
    }

    /// One that asks while another is connected, and silent.
    pub(crate) fn beside(&self) -> Script {
        let other = acts(BOB, &self.lines).chain([BOB.closes(), ALICE.closes()]);
        scene([ALICE.connects()].into_iter().chain(other))
    }

    /// One that asks while another has sent the half of its question.
    pub(crate) fn beside_half(&self) -> Script {
        let other = acts(BOB, &self.lines).chain([BOB.closes(), ALICE.closes()]);
        scene(self.half().into_iter().chain(other))
    }

    /// One that breaks off in the middle of its question, and the next one.
    pub(crate) fn after_reset(&self) -> Script {
        let next = acts(BOB, &self.lines).chain([BOB.closes()]);
        scene(self.half().into_iter().chain([ALICE.resets()]).chain(next))
    }

    /// One that will ask no more, says so with its last question, and listens.
    pub(crate) fn half_closes(&self) -> Script {
        let last = self.lines.iter().rposition(|line| sent(line).is_some()).unwrap_or(0);
        let (before, after) = self.lines.split_at(last);
        let asks = after
            .iter()
            .take(1)
            .map(|line| Act::Together(Vec::leak(vec![act(ALICE, *line), ALICE.half_closes()])));
        let hears = after.iter().skip(1).filter(|line| !matches!(line, Line::ExpectEnd));
        let hears = hears.map(|line| act(ALICE, *line));
        let end = [ALICE.hears_end(), ALICE.closes()];
        scene(acts(ALICE, before).chain(asks).chain(hears).chain(end))
    }

    /// Alice up to the middle of her first question.
    fn half(&self) -> Vec<Act> {
        let first = self.lines.iter().position(|line| sent(line).is_some()).unwrap_or(0);
        let half = self.lines.get(first).and_then(sent).map(|text| {
            let bytes = text.bytes();
            let half = bytes[..bytes.len() / 2].to_vec();
            act(ALICE, Line::Send(Text::new(Vec::leak(half))))
        });
        acts(ALICE, &self.lines[..first]).chain(half).collect()
    }
}

fn act(who: Client, line: Line) -> Act {
    Act::Client(who, line)
}

fn acts(who: Client, lines: &[Line]) -> impl Iterator<Item = Act> {
    lines.iter().map(move |line| act(who, *line))
}

fn scene(acts: impl IntoIterator<Item = Act>) -> Script {
    Script { title: "", acts: Vec::leak(acts.into_iter().collect()) }
}

const fn sent(line: &Line) -> Option<Text> {
    match line {
        Line::Send(text) | Line::Lend(text) | Line::SendFile(text) => Some(*text),
        _ => None,
    }
}

/// What the first client does, but for its leave.
fn lines(script: &Script) -> Vec<Line> {
    let mut all = Vec::new();
    script.acts.iter().for_each(|act| flatten(act, &mut all));
    let first = all.first().map(|(who, _)| *who);
    let own = all.into_iter().filter(|(who, _)| Some(*who) == first).map(|(_, line)| line);
    let is_leave = |line: &Line| matches!(line, Line::Close | Line::Reset | Line::HalfClose);
    own.filter(|line| !is_leave(line)).collect()
}

fn flatten(act: &Act, all: &mut Vec<(Client, Line)>) {
    match act {
        Act::Client(who, line) => all.push((*who, *line)),
        Act::Together(acts) => acts.iter().for_each(|act| flatten(act, all)),
        Act::Crowd(_) | Act::FileChanges(_) => {}
    }
}
