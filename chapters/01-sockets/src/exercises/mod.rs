//! The exercises of chapter 1: what to do in the files beside this one, and what it must do then.

mod e1_whole_lines;
mod e2_last_word;
mod e3_end;

use std::{io, os::fd::OwnedFd, panic::catch_unwind};

use guide::{ALICE, BOB, Check, Exercise, Fault, Flaw, Script, Work};
use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::solutions;

/// The table of `cargo run -p chapter-1 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "whole-lines",
        task: "Answer each line with its length, however its bytes come.",
        file: "chapters/01-sockets/src/exercises/e1_whole_lines.rs",
        work: Work::Server {
            attempt: |server| one_by_one(&server, e1_whole_lines::answer),
            solution: |server| one_by_one(&server, solutions::e1_whole_lines::answer),
            checks: &[
                Check::new(
                    TWO_LINES,
                    "One receive can bring several lines. Look at each byte that has come: at \
                     each '\\n', a line is whole.",
                ),
                Check::new(
                    TORN,
                    "The beginning of a line must be remembered until its end comes, in another \
                     receive. (Of a line that is only counted, a number will do.)",
                ),
                Check::new(
                    A_LINE_AND_A_HALF,
                    "A receive can bring the end of one line and the beginning of the next. What \
                     comes after the last '\\n' must be remembered, too.",
                ),
                Check::new(
                    LONG_LINE,
                    "A line can be longer than any buffer that you have for it. You need its \
                     length, and not its bytes: count them as they come.",
                ),
            ],
        },
    },
    Exercise {
        name: "last-word",
        task: "When the client will send no more, answer with the number of all its bytes.",
        file: "chapters/01-sockets/src/exercises/e2_last_word.rs",
        work: Work::Server {
            attempt: |server| one_by_one(&server, e2_last_word::answer),
            solution: |server| one_by_one(&server, solutions::e2_last_word::answer),
            checks: &[
                Check::new(
                    SUM,
                    "Add up, and answer nothing yet. A receive of 0 bytes says that Alice will \
                     send no more, and she still listens.",
                ),
                Check::new(
                    BREAKS_OFF,
                    "A client that breaks off (Transfer::Gone) is no error of the server: leave \
                     it, with Ok, and the next one is served.",
                ),
                Check::new(
                    SUM_IN_PIECES,
                    "One send may take less than all. Step 4 has the loop: send_all.",
                )
                .with(Fault::ShortSends),
            ],
        },
    },
    Exercise {
        name: "end",
        task: "Find the end of a request. Its words come with their lengths.",
        file: "chapters/01-sockets/src/exercises/e3_end.rs",
        work: Work::Code {
            attempt: || finds_the_end(e3_end::end),
            solution: || finds_the_end(solutions::e3_end::end),
        },
    },
];

/// Serves one client after the other.
fn one_by_one(server: &Server, answer: fn(&OwnedFd) -> io::Result<()>) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => answer(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

const TWO_LINES: Script = Script {
    title: "Alice sends two lines in one piece. Each is answered.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\nyou\n"),
        ALICE.hears("6 bytes\n4 bytes\n"),
        ALICE.closes(),
    ],
};

const TORN: Script = Script {
    title: "Alice sends a line in two pieces. Nothing is answered before the second.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hel"),
        ALICE.hears_nothing(),
        ALICE.sends("lo\n"),
        ALICE.hears("6 bytes\n"),
        ALICE.closes(),
    ],
};

const A_LINE_AND_A_HALF: Script = Script {
    title: "Alice sends a line and a half, and then the other half.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hi\nhel"),
        ALICE.hears("3 bytes\n"),
        ALICE.sends("lo\n"),
        ALICE.hears("6 bytes\n"),
        ALICE.closes(),
    ],
};

const LONG_LINE: Script = Script {
    title: "Alice sends a line of 1,500 bytes.",
    acts: &[
        ALICE.connects(),
        ALICE.sends_times("fourteen bytes", 107),
        ALICE.sends("!\n"),
        ALICE.hears("1500 bytes\n"),
        ALICE.closes(),
    ],
};

const SUM: Script = Script {
    title: "Alice sends twice, and then no more. One answer has the sum.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears_nothing(),
        ALICE.sends("world\n"),
        ALICE.half_closes(),
        ALICE.hears("12 bytes\n"),
        ALICE.hears_end(),
    ],
};

const SUM_IN_PIECES: Script = SUM.titled("The same, when the kernel takes one byte a send.");

const BREAKS_OFF: Script = Script {
    title: "Alice breaks off. Bob is served.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.resets(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.half_closes(),
        BOB.hears("6 bytes\n"),
        BOB.hears_end(),
    ],
};

fn finds_the_end(end: fn(&[u8]) -> Option<usize>) -> Result<(), Flaw> {
    let ping = b"*1\r\n$4\r\nPING\r\n";
    let echo = b"*2\r\n$4\r\nECHO\r\n$2\r\n\r\n\r\n";
    let count = "The first line says how many words follow: \"*1\" is one.";
    wants(end, ping, Some(ping.len()), count)?;
    for length in 0..ping.len() {
        let cut = "While a part is missing, the answer is None: more will come.";
        wants(end, &ping[..length], None, cut)?;
    }
    let value = "A word's length says where it ends. Don't look for the end of a line in it: a \
                 word can have one.";
    wants(end, echo, Some(echo.len()), value)?;
    let set = b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$12\r\nhello, world\r\n";
    let digits = "A number can have several digits: \"$12\" is twelve, and \"*10\" is ten.";
    wants(end, set, Some(set.len()), digits)?;
    let ten = [&b"*10\r\n"[..], &b"$1\r\nk\r\n".repeat(10)].concat();
    wants(end, &ten, Some(ten.len()), digits)?;
    let both = [&ping[..], &echo[..]].concat();
    wants(end, &both, Some(ping.len()), "What comes after the request belongs to the next one.")
}

fn wants(
    end: fn(&[u8]) -> Option<usize>,
    bytes: &[u8],
    wanted: Option<usize>,
    hint: &str,
) -> Result<(), Flaw> {
    let found = match catch_unwind(|| end(bytes)) {
        Ok(found) if found == wanted => return Ok(()),
        Ok(found) => format!("was {found:?}"),
        Err(_) => "panicked, as standard error says".to_owned(),
    };
    let text = bytes.escape_ascii();
    let what = format!("end(b\"{text}\") should have been {wanted:?}, but {found}.");
    Err(Flaw::new(what, hint.to_owned()))
}
