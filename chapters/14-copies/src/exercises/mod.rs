//! The exercises of chapter 14: what to do in the files beside this one, and what it must do then.

mod e1_log;
mod e2_tips;

use guide::{ALICE, BOB, CAROL, Check, Exercise, Flaw, Recording, Script, Work, recording::Kind};

use crate::solutions;

pub(crate) use e2_tips::Turn;

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
            attempt: || finds_the_size(e2_tips::tips),
            solution: || finds_the_size(solutions::e2_tips::tips),
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

/// Somebody's function.
type Tips = fn(&[Turn]) -> Option<usize>;

fn finds_the_size(tips: Tips) -> Result<(), Flaw> {
    let found = |turns: &[(usize, f64, f64)]| {
        let turns = turns.iter().map(|&(size, send, sendfile)| Turn { size, send, sendfile });
        tips(&turns.collect::<Vec<_>>())
    };
    let clear = [(4, 1.0, 1.2), (16, 3.0, 2.5), (64, 9.0, 6.0)];
    is(found(&clear), Some(16), "16 and 64 win, and 4 loses", FIRST)?;
    is(found(&clear[..1]), None, "the only size loses", NONE)?;
    let backwards = [clear[2], clear[1], clear[0]];
    is(found(&backwards), Some(16), "the same turns came in another order", ORDER)?;
    let luck = [(4, 1.0, 0.9), (16, 3.0, 3.1), (64, 9.0, 6.0)];
    is(found(&luck), Some(64), "4 wins, but 16 loses again", LUCK)?;
    let rounds = [(16, 3.0, 2.5), (64, 9.0, 6.0), (16, 3.0, 3.2), (64, 9.0, 7.0)];
    is(found(&rounds), Some(64), "16 wins in one round, and loses in the other", ROUNDS)?;
    is(found(&[]), None, "there is no turn", NONE)
}

const FIRST: &str = "Look for the smallest size of those that win.";
const NONE: &str = "Where no size wins, the answer is None.";
const ORDER: &str = "Don't rely on the order of the turns: sort the sizes first.";
const LUCK: &str = "The larger ones must win too. Begin with the largest size, and go down until one \
                    does not win.";
const ROUNDS: &str = "There is a turn of each size in each round. A size wins if it does in all.";

fn is(found: Option<usize>, wanted: Option<usize>, what: &str, hint: &str) -> Result<(), Flaw> {
    if found == wanted {
        return Ok(());
    }
    Err(Flaw::new(format!("Where {what}, it says {found:?}, not {wanted:?}."), hint.to_owned()))
}
