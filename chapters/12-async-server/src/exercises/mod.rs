//! The exercises of chapter 12: what to do in the files beside this one, and what it must do then.

mod e1_silent;
mod e2_both;

use guide::{ALICE, BOB, Check, Exercise, Recording, Script, Work, recording::Kind};

use crate::{exam, solutions};

/// The table of `cargo run -p chapter-12 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "silent",
        task: "Close a client that says nothing for a fifth of a second, and nobody else.",
        file: "chapters/12-async-server/src/exercises/e1_silent.rs",
        work: Work::Server {
            attempt: e1_silent::serve,
            solution: solutions::e1_silent::serve,
            checks: &[
                Check::new(
                    SILENT,
                    "The wait has no limit. `within` of `io_models::executor` puts one on any \
                     future, and drops that when the time is up. What closes the socket then?",
                ),
                Check::new(
                    SPEAKS,
                    "The time must begin anew with each wait, and run for each client alone.",
                )
                .and(bob_goes_first),
            ],
        },
    },
    Exercise {
        name: "both",
        task: "Wait for two futures at the same time, whichever of them is done first.",
        file: "chapters/12-async-server/src/exercises/e2_both.rs",
        work: Work::Code {
            attempt: || exam::waits_for_both(|a, b| Box::pin(e2_both::both(a, b))),
            solution: || exam::waits_for_both(|a, b| Box::pin(solutions::e2_both::both(a, b))),
        },
    },
];

const SILENT: Script = Script {
    title: "Alice says nothing.",
    acts: &[ALICE.connects(), ALICE.hears_end(), ALICE.closes()],
};

const SPEAKS: Script = Script {
    title: "Alice speaks, and stays; Bob is silent, and goes.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.hears_end(),
    ],
};

/// Alice came before Bob, and has spoken after he came: his time is up before hers.
fn bob_goes_first(recording: &Recording) -> bool {
    let mut closed = recording.returned().filter(|call| call.kind == Kind::Close);
    closed.next().is_none_or(|call| call.subject == recording.client("bob"))
}
