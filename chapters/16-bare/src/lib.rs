//! Chapter 16: a server with nothing below it but the kernel.
//!
//! Its servers are in `core/freestanding`, where they are programs of their own, too.

mod exercises;
mod served;
mod solutions;

use guide::{ALICE, BOB, Chapter, Language, ONE_CLIENT, Script, Step};

/// From four system calls to a server with many clients and their data.
pub const CHAPTER: Chapter = Chapter::new(
    16,
    "The core by itself",
    &[
        Step::new(
            "calls",
            "Four system calls, and nobody who makes them for us.",
            served::calls,
            &[ONE_CLIENT],
        )
        .speaks(Language::Echo)
        .fails("a_second_client"),
        Step::new(
            "one",
            "The protocol with one client, on two arrays.",
            served::one,
            &[KEEPS_NOTHING],
        ),
        Step::new(
            "many",
            "Many clients and their data, in arrays that were there before.",
            served::many,
            &[ALL_FITS, TOO_LONG],
        )
        .never_stops(),
    ],
)
.exercises(exercises::EXERCISES);

const KEEPS_NOTHING: Script = Script {
    title: "Alice's request comes in two pieces; what she wants to store finds no place.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("PI"),
        ALICE.hears_nothing(),
        ALICE.sends("NG\r\n"),
        ALICE.hears("+PONG\r\n"),
        ALICE.sends("SET name alice\r\n"),
        ALICE.hears("-ERR no room for the value\r\n"),
        ALICE.closes(),
    ],
};

const ALL_FITS: Script = Script {
    title: "Bob reads what Alice has written.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("SET name alice\r\n"),
        ALICE.hears("+OK\r\n"),
        BOB.sends("GET name\r\n"),
        BOB.hears("$5\r\nalice\r\n"),
        ALICE.closes(),
        BOB.closes(),
    ],
};

const TOO_LONG: Script = Script {
    title: "Alice's key is longer than the longest one.",
    acts: &[
        ALICE.connects(),
        ALICE.sends(
            "SET a-name-that-has-more-than-sixty-four-bytes-and-so-there-is-no-place-for-it 1\r\n",
        ),
        ALICE.hears("-ERR no room for the value\r\n"),
        ALICE.sends("PING\r\n"),
        ALICE.hears("+PONG\r\n"),
        ALICE.closes(),
    ],
};
