//! Transcripts of recordings that were made by hand: what stands where.

use insta::assert_snapshot;
use recording::{
    Arrival, Call, Deed, Event, Flag, Frame, Interest, Kind, Moment, Outcome, Place, Readiness,
    Recording, Subject, Task,
};
use show::{Choice, Paint, Setup, expression, transcript, transcript_with_lines};

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;

fn client(who: usize, deed: Deed) -> Event {
    Event::Client { who, deed }
}

fn returned(kind: Kind, on: Subject, outcome: Outcome, bytes: &[u8]) -> Event {
    Event::Call(Call::new(0, kind).on(on).came_to(outcome).with(bytes.to_vec()))
}

fn receive(who: usize, data: &[u8]) -> Event {
    returned(Kind::Recvfrom, Subject::Client(who), Outcome::Bytes(data.len()), data)
}

fn send(who: usize, data: &[u8]) -> Event {
    returned(Kind::Sendto, Subject::Client(who), Outcome::Bytes(data.len()), data)
}

fn table(cast: &[&str], tasks: &[Task], events: Vec<Event>) -> String {
    let cast = cast.iter().map(|who| (*who).to_owned()).collect();
    let tasks = tasks.to_vec();
    let recording = Recording { cast, tasks, events, traced: true, ..Recording::default() };
    fits(transcript(&recording, Setup::Folded, Paint::Plain))
}

/// As wide as a terminal is, or a page.
fn fits(text: String) -> String {
    assert!(text.lines().all(|line| line.chars().count() <= 100), "too wide:\n{text}");
    text
}

#[test]
fn a_deed_stands_beside_the_call_that_it_causes() {
    let ping = b"PING\r\n";
    let events = vec![
        client(ALICE, Deed::Connects),
        returned(Kind::Accept4, Subject::Listener, Outcome::Made(Subject::Client(ALICE)), b""),
        client(ALICE, Deed::Sends(ping.to_vec())),
        receive(ALICE, ping),
        send(ALICE, b"+PONG\r\n"),
        client(ALICE, Deed::Hears(b"+PONG\r\n".to_vec())),
    ];
    assert_snapshot!(table(&["alice"], &[Task::Server], events), @r#"
         alice             server
      1  connect ────────▶ accept4(listener) = alice
      2  "PING\r\n" ─────▶ recvfrom(alice) = 6
      3  "+PONG\r\n" ◀──── sendto(alice) = 7
    "#);
}

/// A name that several share has a number; a thread without a name is a thread.
#[test]
fn a_thread_is_called_what_its_program_calls_it() {
    let thread = Task::Thread { of: 0 };
    let names = [None, Some("clock"), Some("worker"), Some("worker")];
    let waits = |by| Event::Call(Call::new(by, Kind::EpollWait).on(Subject::Epoll));
    let recording = Recording {
        tasks: vec![Task::Server, thread, thread, thread, thread],
        names: names.iter().map(|name| name.map(str::to_owned)).collect(),
        events: (0..5).map(waits).collect(),
        traced: true,
        ..Recording::default()
    };
    assert_snapshot!(transcript(&recording, Setup::Folded, Paint::Plain), @r#"
         server
      1  server    epoll_wait(epoll) … waits
      2  clock     epoll_wait(epoll) … waits
      3  worker 1  epoll_wait(epoll) … waits
      4  worker 2  epoll_wait(epoll) … waits
      5  thread 1  epoll_wait(epoll) … waits
    "#);
}

#[test]
fn arrows_run_across_the_columns_of_other_clients() {
    let events = vec![
        client(ALICE, Deed::Sends(b"a".to_vec())),
        client(BOB, Deed::Sends(b"b".to_vec())),
        client(CAROL, Deed::HearsNothing),
        receive(ALICE, b"a"),
        client(CAROL, Deed::Closes),
        receive(CAROL, b""),
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
    let events = vec![client(ALICE, Deed::Hears(b"hi".to_vec()))];
    assert_snapshot!(table(&["alice"], &[Task::Server], events), @r#"
       alice       server
    1  "hi" ◀─────
    "#);
}

#[test]
fn the_end_stands_beside_the_close_that_caused_it() {
    let close = |by| {
        let call = Call::new(by, Kind::Close).on(Subject::Client(ALICE));
        Event::Call(call.came_to(Outcome::Number(0)))
    };
    let events =
        vec![close(1), client(ALICE, Deed::HearsNothing), close(0), client(ALICE, Deed::HearsEnd)];
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
    let mut events = vec![client(ALICE, Deed::Sends(vec![b'x'; 100 * 4096]))];
    for _ in 0..100 {
        events.push(receive(ALICE, &piece));
        events.push(send(ALICE, &piece));
    }
    events.push(client(ALICE, Deed::Hears(vec![b'x'; 100 * 4096])));
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
fn a_long_text_arrives_with_the_send_that_ends_it() {
    let text = vec![b'x'; 90_000];
    let sends = |outcome| returned(Kind::Sendto, Subject::Client(ALICE), outcome, b"xxx");
    let events = vec![
        sends(Outcome::Part),
        send(BOB, b"hi"),
        sends(Outcome::Whole),
        send(ALICE, b"bye"),
        client(ALICE, Deed::Hears([&text[..], b"bye"].concat())),
    ];
    assert_snapshot!(table(&["alice", "bob"], &[Task::Server], events), @r#"
       alice                    bob       server
    1                                     sendto(alice) = a part of it
    2                                     sendto(bob) = 2
    3  "xxxxxxxx…" 90000 bytes ◀───────── sendto(alice) = all of it
    4  "bye" ◀─────────────────────────── sendto(alice) = 3
    "#);
}

#[test]
fn a_thread_that_only_waits_for_the_shutdown_is_left_out() {
    let readable = |subject| Interest { subject, events: Readiness::from_iter([Flag::Readable]) };
    let list = [Subject::Shutdown, Subject::Pipe(1)].map(readable).to_vec();
    let events = vec![
        Event::Call(Call::new(0, Kind::Clone).came_to(Outcome::Task(1))),
        Event::Call(Call::new(1, Kind::Poll(list))),
        Event::Call(Call::new(0, Kind::Accept4).on(Subject::Listener)),
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
        events: vec![client(ALICE, Deed::Connects)],
        ..Recording::default()
    };
    assert_snapshot!(transcript(&recording, Setup::Folded, Paint::Plain), @r"
         alice
      1  connect ────▶
    The server's calls cannot be seen: this kernel or container forbids ptrace(2), or another tracer is at work.
    ");
}

fn kernel(moment: Moment) -> Event {
    Event::Kernel(moment)
}

#[test]
fn the_kernel_stands_between_a_deed_and_the_call_that_it_causes() {
    let who = Subject::Client(ALICE);
    let events = vec![
        client(ALICE, Deed::Sends(b"PING\r\n".to_vec())),
        kernel(Moment::Arrives { who, what: Arrival::Bytes(6) }),
        kernel(Moment::Wakes { task: 0, how: None }),
        kernel(Moment::Copies { who, bytes: 4, of: Some(6), context: None }),
        receive(ALICE, b"PING"),
        Event::Call(Call::new(0, Kind::Poll(Vec::new()))),
        kernel(Moment::Waits { who, what: Arrival::Bytes(2) }),
        client(ALICE, Deed::HearsNothing),
        send(ALICE, b"+PONG\r\n"),
        client(ALICE, Deed::Hears(b"+PONG\r\n".to_vec())),
    ];
    assert_snapshot!(table(&["alice"], &[Task::Server], events), @r#"
       alice             kernel                    server
    1  "PING\r\n" ─────▶ 6 bytes arrive
    2                    └ wakes server
    3                    copies 4 of 6 bytes ────▶ recvfrom(alice) = 4
    4                                              poll() … waits
    5                    2 bytes of alice wait
    6  nothing yet
    7  "+PONG\r\n" ◀────────────────────────────── sendto(alice) = 7
    "#);
}

#[test]
fn a_long_text_gives_way_to_the_calls_beside_the_kernel() {
    let who = Subject::Client(ALICE);
    let (long, events) = ([b'x'; 40], [Flag::Readable].into_iter().collect());
    let found = |who| Interest { subject: Subject::Client(who), events };
    let list: Vec<_> = [ALICE, BOB, CAROL].map(found).into();
    let events = vec![
        client(ALICE, Deed::Sends(long.to_vec())),
        kernel(Moment::Arrives { who, what: Arrival::Bytes(40) }),
        kernel(Moment::Wakes { task: 0, how: None }),
        Event::Call(Call::new(0, Kind::EpollWait).came_to(Outcome::Ready(list))),
    ];
    assert_snapshot!(table(&["alice", "bob", "carol"], &[Task::Server], events), @r#"
       alice           bob  carol       kernel              server
    1  "xx…" 40 bytes ────────────────▶ 40 bytes arrive
    2                                   └ wakes server ───▶ epoll_wait(…) = alice readable, bob reada…
    "#);
}

fn frame(function: &str, place: Option<(u32, u32, &str)>) -> Frame {
    let place = place.map(|(line, column, text)| Place {
        file: "models/src/epoll.rs".to_owned(),
        line,
        column,
        text: text.to_owned(),
    });
    Frame { function: function.to_owned(), place }
}

/// Alice connects and is accepted, by calls that these frames have made.
fn with_lines(waits: Frame, accepts: Frame, choice: Choice<'_>) -> String {
    let wait = Call { frames: Some(0), ..Call::new(0, Kind::EpollWait).on(Subject::Epoll) };
    let accept = Call { frames: Some(1), ..Call::new(0, Kind::Accept4).on(Subject::Listener) };
    let events = vec![
        Event::Call(wait),
        client(ALICE, Deed::Connects),
        Event::Call(accept.came_to(Outcome::Made(Subject::Client(ALICE)))),
    ];
    let recording = Recording {
        traced: true,
        cast: vec!["alice".to_owned()],
        tasks: vec![Task::Server],
        names: Vec::new(),
        events,
        chains: vec![vec![waits], vec![accepts, frame("serve", Some((3, 1, "serve(server)")))]],
    };
    fits(transcript_with_lines(&recording, Setup::Folded, Paint::Plain, choice))
}

#[test]
fn the_line_of_code_stands_beside_its_call() {
    let text = "        let Some(new) = clients.accept(&listener, flags)? else {";
    let waits = frame("wait", Some((72, 16, "        epoll::wait(&self.epoll, events, limit)?;")));
    let accepts = frame("accept", Some((104, 33, text)));
    assert_snapshot!(with_lines(waits, accepts, &|frames| frames.first()), @"
       alice         server
    1                epoll_wait(epoll) … waits  epoll.rs:72   epoll::wait(&self.epoll, events, limit)?
    2  connect ────▶ accept4(listener) = alice  epoll.rs:104  clients.accept(&listener, flags)? else {
    ");
}

#[test]
fn a_function_without_a_line_has_its_name() {
    let (waits, accepts) = (frame("aeApiPoll", None), frame("anetTcpAccept", None));
    assert_snapshot!(with_lines(waits, accepts, &|frames| frames.first()), @"
       alice         server
    1                epoll_wait(epoll) … waits  in aeApiPoll
    2  connect ────▶ accept4(listener) = alice  in anetTcpAccept
    ");
}

#[test]
fn another_of_the_functions_can_be_chosen() {
    let (waits, accepts) = (frame("wait", None), frame("accept", None));
    let last = with_lines(waits, accepts, &|frames| frames.get(1));
    assert_snapshot!(last, @"
       alice         server
    1                epoll_wait(epoll) … waits
    2  connect ────▶ accept4(listener) = alice  epoll.rs:3  serve(server)
    ");
}

#[test]
fn an_expression_begins_where_it_is_written() {
    let of = |line: &str| {
        let column = u32::try_from(line.find('^').unwrap()).unwrap() + 1;
        let text = line.replace('^', "");
        let (file, line) = (String::new(), 1);
        expression(&Place { file, line, column, text }).to_owned()
    };
    assert_snapshot!(of("    let read = client.^read(&mut bytes).await?;"), @"client.read(&mut bytes).await?;");
    assert_snapshot!(of("    let read = client.read(&mut bytes).^await?;"), @"client.read(&mut bytes).await?;");
    assert_snapshot!(of("    serve(|client| client.^read(&mut bytes))"), @"client.read(&mut bytes))");
    assert_snapshot!(of("    ^close(client);"), @"close(client);");
    assert_snapshot!(of("^"), @"");
}

#[test]
fn a_long_name_of_a_function_leaves_room_for_the_call() {
    let (waits, accepts) = (frame(&"x".repeat(90), None), frame("accept", None));
    let text = with_lines(waits, accepts, &|frames| frames.first());
    assert!(text.contains("epoll_wait…) … waits  in xxxx"), "{text}");
}
