//! A recording as JSON: it reads as it was written, and says what is not one.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::{collections::BTreeSet, iter};

use insta::assert_snapshot;
use recording::{
    Arrival, Aside, Call, Change, Context, Control, Deed, End, Errno, Event, Flag, Frame, Half,
    How, Interest, Kind, Limit, MessageFlag, Moment, Operation, Outcome, Place, Readiness,
    Recording, Signal, SocketOption, Subject, Submission, Task, Whose,
    json::{Document, Line, Scene},
};
use serde_json::Value;

fn events() -> Vec<Event> {
    let calls = calls().into_iter().map(Event::Call);
    let moments = moments().into_iter().map(Event::Kernel);
    calls.chain(deeds_and_ends()).chain(moments).collect()
}

const ALICE: Subject = Subject::Client(0);

fn every_byte() -> Vec<u8> {
    (0..=255).collect()
}

fn calls() -> Vec<Call> {
    let all = Interest { subject: Subject::Listener, events: Flag::ALL.into_iter().collect() };
    let call = |kind| Call::new(0, kind).on(ALICE);
    let request = Submission {
        operation: Operation::Cancel,
        cancels: Some(Operation::RecvMultishot),
        subject: Some(ALICE),
        linked: true,
    };
    vec![
        call(Kind::Poll(vec![all])).came_to(Outcome::Ready(vec![all])),
        Call { limit: Some(Limit::NoWait), ..call(Kind::Select(Vec::new())) },
        Call { limit: Some(Limit::Micros(5)), ..Call::new(0, Kind::Nanosleep) },
        call(Kind::Recvfrom).came_to(Outcome::Bytes(256)).with(every_byte()),
        Call { peer: Some(ALICE), skipped: 3, ..call(Kind::Sendto).came_to(Outcome::Part) },
        call(Kind::Write).came_to(Outcome::Whole),
        Call { flag: Some(MessageFlag::MsgErrqueue), ..call(Kind::Recvmsg) }
            .came_to(Outcome::Released { copied: true }),
        call(Kind::Getsockopt(SocketOption::TcpZerocopyReceive))
            .came_to(Outcome::Mapped { bytes: 4096, left: 904 }),
        call(Kind::Fcntl(Control::OAsync)).came_to(Outcome::Number(0)),
        call(Kind::Shutdown(Half::Write)).came_to(Outcome::Failed(Errno(107))),
        call(Kind::EpollCtl { change: Change::Delete, events: Readiness::NONE }),
        call(Kind::Accept4).came_to(Outcome::Made(Subject::Guest(7))),
        call(Kind::Waitid(Whose::Descriptor(Subject::Child(1)))).came_to(Outcome::Task(1)),
        call(Kind::Sigtimedwait)
            .came_to(Outcome::Signal { signal: Signal(libc::SIGRTMIN() + 1), about: Some(all) }),
        call(Kind::IoUringEnter(vec![request])).came_to(Outcome::Number(1)),
        call(Kind::Completion { operation: Operation::Nop, cancels: None }),
    ]
}

fn deeds_and_ends() -> Vec<Event> {
    vec![
        Event::Client { who: 0, deed: Deed::Sends(every_byte()) },
        Event::Client { who: 0, deed: Deed::HalfCloses },
        Event::Client { who: 0, deed: Deed::SendsFile(b"old\n".to_vec()) },
        Event::Client { who: 0, deed: Deed::WritesFile(b"new\n".to_vec()) },
        Event::Client { who: 0, deed: Deed::Lends(vec![0; 3]) },
        Event::FileChanges { bytes: b"new\n".to_vec() },
        Event::Crowd { count: 2 },
        Event::Round { by: 0, calls: 2 },
        Event::Signal { by: 0, signal: Signal(29) },
        Event::Ends { by: 0, how: End::Killed(Signal(9)) },
        Event::Ends { by: 0, how: End::Exits(3) },
        Event::Ends { by: 0, how: End::Stopped(Signal(19)) },
        Event::Client { who: 0, deed: Deed::Hears(b"old\n".to_vec()) },
        Event::Client { who: 0, deed: Deed::HearsMore(b"old".to_vec()) },
    ]
}

fn moments() -> Vec<Moment> {
    let (who, operation) = (ALICE, Operation::Recv);
    vec![
        Moment::Arrives { who, what: Arrival::Bytes(6) },
        Moment::Wakes { task: 1, how: None },
        Moment::Wakes { task: 1, how: Some(How::Epoll) },
        Moment::Copies { who, bytes: 4, of: Some(6), context: None },
        Moment::Copies { who, bytes: 4, of: Some(6), context: Some(Context::Task(0)) },
        Moment::Copies { who, bytes: 4, of: None, context: Some(Context::Worker) },
        Moment::Moves { who, bytes: 4, of: Some(6) },
        Moment::Queues { task: 0, signal: Signal(libc::SIGIO) },
        Moment::Arms { operation, who: Some(who) },
        Moment::HasWork { operation, who: None },
        Moment::Completes { operation, who: Some(who), result: Some(-libc::EAGAIN) },
        Moment::Waits { who, what: Arrival::Connection },
    ]
}

fn document(events: Vec<Event>, asides: Vec<Aside>) -> Document {
    let (cast, tasks) = (vec!["alice".to_owned()], vec![Task::Server, Task::Thread { of: 0 }]);
    let recording = Recording { traced: true, cast, tasks, events, ..Recording::default() };
    let (name, title) = ("echo".to_owned(), "Alice says \"hello\".".to_owned());
    Document::new(1, "Sockets", vec![Scene { step: 1, name, title, recording, asides }])
}

fn written(document: &Document) -> String {
    let mut text = Vec::new();
    document.write(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn what_is_written_is_read_again() {
    let asides = vec![Aside { moved: Some(5) }];
    let document = document(events(), asides);
    assert_eq!(Document::read(&written(&document)).unwrap(), document);
}

/// The keys of all objects, but of what a call's own arguments are.
fn keys(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(all) => all.iter().flat_map(keys).collect(),
        Value::Object(all) => {
            let told = all.iter().filter(|(key, _)| *key != "kind");
            told.flat_map(|(key, value)| iter::once(key.as_str()).chain(keys(value))).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn each_key_is_documented() {
    let place = Place { file: "main.rs".to_owned(), line: 1, column: 1, text: "f()".to_owned() };
    let frame = Frame { function: "main".to_owned(), place: Some(place) };
    let mut document = document(events(), vec![Aside { moved: Some(5) }]);
    let recording = &mut document.scenes[0].recording;
    (recording.names, recording.chains) = (vec![Some("clock".to_owned())], vec![vec![frame]]);
    let value: Value = serde_json::from_str(&written(&document)).unwrap();
    let text = include_str!("../src/json.rs");
    let text: String = text.lines().filter(|line| line.starts_with("//!")).collect();
    let is_told =
        |key: &&str| ['`', '"'].iter().any(|mark| text.contains(&format!("{mark}{key}{mark}")));
    let untold: BTreeSet<_> = keys(&value).into_iter().filter(|key| !is_told(key)).collect();
    assert_eq!(untold, BTreeSet::new());
}

#[test]
fn lines_that_grew_are_read_as_one_scene() {
    let frame = Frame { function: "main".to_owned(), place: None };
    let aside = Aside { moved: Some(5) };
    let (first, second) = (Event::Crowd { count: 2 }, Event::Round { by: 0, calls: 2 });
    let lines = [
        Line::begins("my-server 6380"),
        Line::Task(Task::Server),
        Line::Event(first.clone()),
        Line::Client("alice".to_owned()),
        Line::Chain(vec![frame.clone()]),
        Line::Event(second.clone()),
        Line::Aside(aside),
        Line::Event(first.clone()),
    ];
    let text: String = lines.iter().map(Line::text).collect();
    let Document { chapter, title, scenes, .. } = Document::read(&text).unwrap();
    assert_eq!((chapter, title.as_str()), (None, "my-server 6380"));
    let [Scene { recording, asides, .. }] = &scenes[..] else { panic!("{scenes:?}") };
    let (cast, tasks) = (vec!["alice".to_owned()], vec![Task::Server]);
    let (events, chains) = (vec![first.clone(), second, first], vec![vec![frame]]);
    let names = Vec::new();
    assert_eq!(*recording, Recording { traced: true, cast, tasks, names, events, chains });
    assert_eq!(*asides, [Aside::default(), Aside { moved: Some(5) }, Aside::default()]);
}

#[test]
fn lines_of_another_version_are_refused() {
    let text = Line::begins("my-server").text().replace("\"version\":2", "\"version\":1");
    let refusal = Document::read(&text).unwrap_err().to_string();
    assert_snapshot!(refusal, @"it is of version 1; only 2 can be read: record it again");
}

#[test]
fn a_datagram_has_its_length_its_sender_and_its_text() {
    let call = Call::new(0, Kind::Recvfrom).on(Subject::Socket).came_to(Outcome::Bytes(6));
    let call = Call { peer: Some(Subject::Client(0)), bytes: b"hello\n".to_vec(), ..call };
    assert_snapshot!(
        serde_json::to_string(&call).unwrap(),
        @r#"{"by":0,"kind":"recvfrom","subject":"socket","peer":{"client":0},"outcome":{"bytes":6},"bytes":"hello\n"}"#
    );
}

#[test]
fn a_call_has_the_functions_that_made_it_in_a_table() {
    let place =
        Place { file: "server.rs".to_owned(), line: 7, column: 5, text: "    accept()".to_owned() };
    let chain = vec![
        Frame { function: "serve".to_owned(), place: Some(place) },
        Frame { function: "main".to_owned(), place: None },
    ];
    let call = Call { frames: Some(0), ..Call::new(0, Kind::Accept4) };
    let events = vec![Event::Call(call), Event::Call(Call::new(0, Kind::Accept4))];
    let recording = Recording { events, chains: vec![chain], ..Recording::default() };
    assert_snapshot!(
        serde_json::to_string(&recording).unwrap(),
        @r#"{"traced":false,"cast":[],"tasks":[],"events":[{"call":{"by":0,"kind":"accept4","outcome":"waits","frames":0}},{"call":{"by":0,"kind":"accept4","outcome":"waits"}}],"chains":[[{"function":"serve","place":{"file":"server.rs","line":7,"column":5,"text":"    accept()"}},{"function":"main"}]]}"#
    );
    let again = serde_json::from_str(&serde_json::to_string(&recording).unwrap()).unwrap();
    assert_eq!(recording, again);
}

#[test]
fn errors_and_signals_are_called_by_their_names() {
    let failed = Outcome::Failed(Errno(11));
    assert_snapshot!(serde_json::to_string(&failed).unwrap(), @r#"{"failed":"EAGAIN"}"#);
    let signals = [Signal(29), Signal(libc::SIGRTMIN()), Signal(libc::SIGRTMIN() + 2)];
    assert_snapshot!(
        serde_json::to_string(&signals).unwrap(),
        @r#"["SIGIO","SIGRTMIN","SIGRTMIN+2"]"#
    );
}

#[test]
fn what_is_no_recording_is_refused_in_a_sentence() {
    let refusal = |text: &str| Document::read(text).unwrap_err().to_string();
    let text = written(&document(Vec::new(), Vec::new()));
    let older = text.replace("\"version\":2", "\"version\":1");
    assert_snapshot!(refusal(&older), @"it is of version 1; only 2 can be read: record it again");
    let unknown = written(&document(events(), Vec::new())).replace("ENOTCONN", "ENOTHING");
    assert_snapshot!(
        refusal(&unknown),
        @"it is no whole recording, as `--json` writes one: no error is called ENOTHING at line 1 column 2151"
    );
    assert_snapshot!(refusal("{}"), @"it is no whole recording, as `--json` writes one: missing field `format` at line 1 column 2");
}
