//! Chapter 3: a process for each client, and which of them hold the connection.

mod echo;
mod exercises;
mod s1_parent_keeps;
mod s2_zombies;
mod solutions;

use guide::{ALICE, BOB, Chapter, Language, SLOW_REQUEST, Script, Step};
use io_models::processes;

/// From a client that never sees the end to children that are reaped.
pub const CHAPTER: Chapter = Chapter::new(
    3,
    "Processes",
    &[
        Step::new(
            "parent-keeps",
            "The child ends the connection, but the parent still holds its copy.",
            s1_parent_keeps::serve,
            &[NO_END],
        )
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("the_end_is_seen"),
        Step::new(
            "zombies",
            "The parent closes its copy, and never asks how its children ended.",
            s2_zombies::serve,
            &[END],
        )
        .speaks(Language::Echo)
        .fails("no_zombies"),
        Step::new(
            "processes",
            "The finished server: children are reaped, and each has a store of its own.",
            processes::serve,
            &[REAPED, PRIVATE, SLOW_REQUEST],
        )
        .needs(processes::MODEL.available),
    ],
)
.exercises(exercises::EXERCISES);

const NO_END: Script = Script {
    title: "Alice says goodbye, and waits for the server's goodbye.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        ALICE.half_closes(),
        ALICE.hears_nothing(),
        ALICE.closes(),
    ],
};

const END: Script = Script {
    title: "Alice says goodbye, and hears the server's goodbye.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        ALICE.half_closes(),
        ALICE.hears_end(),
        ALICE.closes(),
    ],
};

const REAPED: Script = Script {
    title: "Alice asks, and says goodbye.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("PING\r\n"),
        ALICE.hears("+PONG\r\n"),
        ALICE.half_closes(),
        ALICE.hears_end(),
        ALICE.closes(),
    ],
};

const PRIVATE: Script = Script {
    title: "Bob looks for what Alice has stored.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("SET k 1\r\n"),
        ALICE.hears("+OK\r\n"),
        BOB.sends("GET k\r\n"),
        BOB.hears("$-1\r\n"),
        ALICE.closes(),
        BOB.closes(),
    ],
};
