//! Transcripts of recordings that were made by hand: what stands where.

use guide::{
    Paint,
    recording::{Call, Deed, Event, Flow, Recording, Task},
    transcript,
};
use insta::assert_snapshot;

fn client(who: &str, deed: Deed) -> Event {
    Event::Client { who: who.to_owned(), deed }
}

fn call(by: usize, name: &str, subject: &str, result: &str, flow: Flow, data: &[u8]) -> Call {
    Call {
        by,
        name: name.to_owned(),
        arguments: subject.to_owned(),
        subject: Some(subject.to_owned()),
        result: result.to_owned(),
        task: None,
        flow,
        data: data.to_vec(),
        listed: 0,
        skipped: 0,
    }
}

fn receive(who: &str, data: &[u8]) -> Event {
    Event::Call(call(0, "recvfrom", who, &data.len().to_string(), Flow::In, data))
}

fn send(who: &str, data: &[u8]) -> Event {
    Event::Call(call(0, "sendto", who, &data.len().to_string(), Flow::Out, data))
}

fn table(cast: &[&str], tasks: &[Task], events: Vec<Event>) -> String {
    let cast = cast.iter().map(|who| (*who).to_owned()).collect();
    let recording = Recording { cast, tasks: tasks.to_vec(), events, traced: true };
    let text = transcript(&recording, Paint::Plain);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "too wide:\n{text}");
    text
}

#[test]
fn a_deed_stands_beside_the_call_that_it_causes() {
    let ping = b"PING\r\n";
    let events = vec![
        client("alice", Deed::Connects),
        Event::Call(call(0, "accept4", "listener", "alice", Flow::In, b"")),
        client("alice", Deed::Sends(ping.to_vec())),
        receive("alice", ping),
        send("alice", b"+PONG\r\n"),
        client("alice", Deed::Hears(b"+PONG\r\n".to_vec())),
    ];
    assert_snapshot!(table(&["alice"], &[Task::Server], events), @r#"
         alice             server
      1  connect ────────▶ accept4(listener) = alice
      2  "PING\r\n" ─────▶ recvfrom(alice) = 6
      3  "+PONG\r\n" ◀──── sendto(alice) = 7
    "#);
}

#[test]
fn arrows_run_across_the_columns_of_other_clients() {
    let events = vec![
        client("alice", Deed::Sends(b"a".to_vec())),
        client("bob", Deed::Sends(b"b".to_vec())),
        client("carol", Deed::HearsNothing),
        receive("alice", b"a"),
        client("carol", Deed::Closes),
        receive("carol", b""),
    ];
    assert_snapshot!(table(&["alice", "bob", "carol"], &[Task::Server], events), @r#"
       alice  bob  carol             server
    1  "a" ────────────────────────▶
    2         "b" ─────────────────▶
    3              nothing yet
    4                                recvfrom(alice) = 1
    5              close ──────────▶ recvfrom(carol) = 0
    "#);
}

#[test]
fn bytes_that_no_call_is_known_to_have_sent_have_a_line_of_their_own() {
    let events = vec![client("alice", Deed::Hears(b"hi".to_vec()))];
    assert_snapshot!(table(&["alice"], &[Task::Server], events), @r#"
       alice       server
    1  "hi" ◀─────
    "#);
}

#[test]
fn the_end_stands_beside_the_close_that_caused_it() {
    let close = |by| Event::Call(call(by, "close", "alice", "0", Flow::End, b""));
    let events = vec![
        close(1),
        client("alice", Deed::HearsNothing),
        close(0),
        client("alice", Deed::HearsEnd),
    ];
    assert_snapshot!(table(&["alice"], &[Task::Server, Task::Child], events), @r"
       alice             server
    1                    child 1  close(alice) = 0
    2  nothing yet
    3  end ◀──────────── server   close(alice) = 0
    ");
}

#[test]
fn long_texts_are_cut_and_repeats_are_counted() {
    let piece = vec![b'x'; 4096];
    let mut events = vec![client("alice", Deed::Sends(vec![b'x'; 100 * 4096]))];
    for _ in 0..100 {
        events.push(receive("alice", &piece));
        events.push(send("alice", &piece));
    }
    events.push(client("alice", Deed::Hears(vec![b'x'; 100 * 4096])));
    assert_snapshot!(table(&["alice"], &[Task::Server], events), @r#"
       alice                                  server
    1  "xxxxxxxxxxxxxxxx…" 409600 bytes ────▶ recvfrom(alice) = 4096
    2  "xxxxxxxxxxxxxxxxxx…" 4096 bytes ◀──── sendto(alice) = 4096
    3                                         recvfrom(alice) = 4096
    4                                         ⋮ the same 98 times more
    5  "xxxxxxxxxxxxxxxxxx…" 4096 bytes ◀──── sendto(alice) = 4096
    "#);
}

#[test]
fn a_thread_that_only_waits_for_the_shutdown_is_left_out() {
    let mut watch = call(1, "poll", "shutdown, pipe 1", "", Flow::In, b"");
    watch.subject = None;
    let mut clone = call(0, "clone", "", "", Flow::None, b"");
    clone.task = Some(1);
    let events = vec![
        Event::Call(clone),
        Event::Waits(watch),
        Event::Waits(call(0, "accept4", "listener", "", Flow::None, b"")),
    ];
    assert_snapshot!(table(&["alice"], &[Task::Server, Task::Thread { of: 0 }], events), @r"
       alice       server
    1              accept4(listener) … waits
    ");
}

#[test]
fn without_a_tracer_the_clients_remain() {
    let recording = Recording {
        cast: vec!["alice".to_owned()],
        events: vec![client("alice", Deed::Connects)],
        ..Recording::default()
    };
    assert_snapshot!(transcript(&recording, Paint::Plain), @r"
         alice
      1  connect ────▶
    The server's calls cannot be seen: this kernel or container forbids ptrace(2), or another tracer is at work.
    ");
}
