//! A transcript that grows: where all clients share one column, whatever they are called and send.

use insta::assert_snapshot;
use recording::{Arrival, Call, Event, Kind, Moment, Outcome, Recording, Subject, Task};
use show::{Columns, Growing, Paint, Setup};

const COLUMNS: [Columns; 3] = [columns(false, false), columns(true, false), columns(true, true)];

const fn columns(kernel: bool, how: bool) -> Columns {
    Columns { kernel, how, lines: false, width: 100 }
}

/// A client of this name sends so many bytes, which the server takes and answers with as many.
fn rows(columns: Columns, name: &str, bytes: usize) -> Vec<String> {
    let who = Subject::Client(0);
    let recording = Recording {
        cast: vec![name.to_owned()],
        tasks: vec![Task::Server],
        traced: true,
        ..Recording::default()
    };
    let moves = |kind| {
        let call = Call::new(0, kind).on(who).came_to(Outcome::Bytes(bytes));
        Event::Call(call.with(b"*3\r\n$3\r\nSET\r\n".to_vec()))
    };
    let copies = Moment::Copies { who, bytes, of: Some(bytes), context: None };
    let arrives = Moment::Arrives { who, what: Arrival::Bytes(bytes) };
    let events =
        [Event::Kernel(arrives), Event::Kernel(copies), moves(Kind::Recvfrom), moves(Kind::Sendto)];
    let events =
        events.into_iter().filter(|event| columns.kernel || matches!(event, Event::Call(_)));
    let mut growing = Growing::new(columns, Setup::Shown, Paint::Plain);
    let mut lines = vec![growing.heading()];
    events.for_each(|event| lines.extend(growing.add(&recording, &event, &|_| None)));
    lines.extend(growing.end(&recording, &|_| None));
    lines
}

#[test]
fn each_column_begins_where_its_heading_does() {
    for columns in COLUMNS {
        for name in ["alice", "client-10", "client-1000000"] {
            for bytes in [40, 20_000, 4_000_000_000] {
                let lines = rows(columns, name, bytes);
                let place =
                    |line: &str, words: &str| Some(line[..line.find(words)?].chars().count());
                let server = place(&lines[0], "server");
                for call in ["recvfrom(", "sendto("] {
                    let row = lines.iter().find(|line| line.contains(call)).expect("it is told");
                    assert_eq!(place(row, call), server, "{}", lines.join("\n"));
                }
            }
        }
    }
}

#[test]
fn a_text_that_has_no_room_has_its_length() {
    let lines = rows(columns(true, true), "client-10", 4_000);
    assert_snapshot!(lines.join("\n"), @"
         clients                  kernel                         server
      1  client-10 ─────────────▶ 4000 bytes arrive
      2  client-10 4000 bytes ──▶ copies 4000 of 4000 bytes ───▶ recvfrom(client-10) = 4000
      3  client-10 4000 bytes ◀───────────────────────────────── sendto(client-10) = 4000
    ");
}
