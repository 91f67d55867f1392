//! Chapter 6: an array in the place of the sets.

mod client;
mod exercises;
mod s1_array;
mod s2_always;
mod s3_wanted;
mod solutions;

use guide::{
    ALICE, Act, BESIDE_OTHERS, BOB, Chapter, Language, ONE_CLIENT, SLOW_REQUEST, Script, Step,
    TWO_CLIENTS,
};
use io_models::poll;

/// From an array of descriptors to a server that waits for each client as the client wants.
pub const CHAPTER: Chapter = Chapter::new(
    6,
    "poll",
    &[
        Step::new(
            "array",
            "One entry a socket: what we wait for, and what has come of it.",
            s1_array::serve,
            &[HELLO],
        )
        .shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "slow-reader",
            "The same server, when Alice does not read: what has no room is lost.",
            s1_array::serve,
            &[LOST],
        )
        .speaks(Language::Echo)
        .buffers_are_small()
        .fails("a_slow_reader_hears_all"),
        Step::new(
            "always",
            "Keeps what is left, and always asks for room: there always is some.",
            s2_always::serve,
            &[ONE_CLIENT],
        )
        .speaks(Language::Echo)
        .fails("silence_costs_nothing"),
        Step::new(
            "wanted",
            "Asks for room only while something is left to send.",
            s3_wanted::serve,
            &[SLOW_READER],
        )
        .speaks(Language::Echo)
        .buffers_are_small(),
        Step::new(
            "stalled",
            "The finished server, when Alice does not read: she stalls only herself.",
            poll::serve,
            &[STALLED],
        )
        .buffers_are_small(),
        Step::new(
            "poll",
            "The finished server: each client is waited for as its session wants.",
            poll::serve,
            &[TWO_CLIENTS, SLOW_REQUEST, BREAKS_OFF],
        )
        .needs(poll::MODEL.available)
        .counts(BESIDE_OTHERS)
        .lists(),
    ],
)
.exercises(exercises::EXERCISES);

const HELLO: Script = Script {
    title: "Alice says hello, and Bob says nothing.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        ALICE.closes(),
    ],
};

const LOST: Script = Script {
    title: "Alice sends 64,000 bytes, and does not read.",
    acts: &[ALICE.connects(), ALICE.sends_times("sixteen letters\n", 4000)],
};

const SLOW_READER: Script = Script {
    title: "Alice sends 64,000 bytes, and reads only after Bob has been served.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends_times("sixteen letters\n", 4000),
        BOB.sends("hi\n"),
        BOB.hears("hi\n"),
        ALICE.hears_times("sixteen letters\n", 4000),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};

const STALLED: Script = Script {
    title: "Alice asks for 62,640 bytes, and reads only after Bob has been served.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends(concat!(
            "SET k ",
            "12345678901234567890123456789012345678901234567890",
            "12345678901234567890123456789012345678901234567890",
            "\r\n"
        )),
        ALICE.hears("+OK\r\n"),
        ALICE.sends_times("GET k\r\n", 580),
        BOB.sends("PING\r\n"),
        BOB.hears("+PONG\r\n"),
        ALICE.hears_times(
            concat!(
                "$100\r\n",
                "12345678901234567890123456789012345678901234567890",
                "12345678901234567890123456789012345678901234567890",
                "\r\n"
            ),
            580,
        ),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};

const BREAKS_OFF: Script = Script {
    title: "Alice asks for something slow, and breaks off.",
    acts: &[ALICE.connects(), ALICE.sends("DEBUG SLEEP 0.5\r\n"), ALICE.resets()],
};
