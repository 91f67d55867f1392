//! The exercises of chapter 14: what to do in the files beside this one, and what it must do then.

mod e1_log;
mod e2_tips;

use guide::{ALICE, BOB, CAROL, Check, Exercise, Recording, Script, Work, recording::Kind};

use crate::{exam, solutions};

/// The table of `cargo run -p chapter-14 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "log",
        task: "Relay what Alice sends to Bob without a copy, and tell Carol its first line.",
        file: "chapters/14-copies/src/exercises/e1_log.rs",
        work: Work::Server {
            attempt: e1_log::serve,
            solution: solutions::e1_log::serve,
            checks: &[
                Check::new(
                    LOGGED,
                    "What splice(2) moves, nobody can read. tee(2) puts the same pages into a \
                     second pipe as well, and recv(2) with MSG_PEEK copies without taking.",
                ),
                Check::new(
                    PIECES,
                    "A line may come in pieces, and Bob does not wait for its end: keep what you \
                     have read of it until the newline is there.",
                ),
                Check::new(
                    CHANGED,
                    "Bob has heard a copy. Only what Carol is told may come into memory: pass on \
                     the pages themselves.",
                )
                .and(bob_is_sent_no_copy),
            ],
        },
    },
    Exercise {
        name: "tips",
        task: "From the turns of a run, find the size from which on sendfile wins.",
        file: "chapters/14-copies/src/exercises/e2_tips.rs",
        work: Work::Code {
            attempt: || exam::finds_the_size(e2_tips::tips),
            solution: || exam::finds_the_size(solutions::e2_tips::tips),
        },
    },
];

const LOGGED: Script = Script {
    title: "Alice asks Bob, and Carol is told what for.",
    acts: &[
        CAROL.connects(),
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("GET /\nHost: bob\n"),
        BOB.hears("GET /\nHost: bob\n"),
        CAROL.hears("GET /\n"),
    ],
};

const PIECES: Script = Script {
    title: "Alice's first line comes in two pieces.",
    acts: &[
        CAROL.connects(),
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("GET"),
        BOB.hears("GET"),
        CAROL.hears_nothing(),
        ALICE.sends(" /\nHost: bob\n"),
        BOB.hears(" /\nHost: bob\n"),
        CAROL.hears("GET /\n"),
        ALICE.sends("bye\n"),
        BOB.hears("bye\n"),
        CAROL.hears_nothing(),
    ],
};

const CHANGED: Script = Script {
    title: "Alice sends her file, and it changes before Bob listens.",
    acts: &[
        CAROL.connects(),
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends_file("old\n"),
        ALICE.writes_file("new\n"),
        CAROL.hears("old\n"),
        BOB.hears("new\n"),
    ],
};

/// All that Bob is given comes through a pipe.
fn bob_is_sent_no_copy(recording: &Recording) -> bool {
    let bob = recording.client("bob");
    let to_bob = recording.returned().filter(|call| call.about() == bob && call.kind.gives());
    let splices = |kind: &Kind| matches!(kind, Kind::Splice { to } if Some(*to) == bob);
    to_bob.count() == 0 && recording.returned().any(|call| splices(&call.kind))
}
