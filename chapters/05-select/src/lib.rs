//! Chapter 5: one call waits for all, and says which are ready.

mod exercises;
mod solutions;

mod echo;
mod files;
mod s1_one_set;
mod s2_passed_again;
mod s3_everyone;

use guide::{
    ALICE, Act, BESIDE_OTHERS, BOB, BOTH_ASK, CAROL, Chapter, Language, SHARED_STORE, SLOW_REQUEST,
    Script, Step,
};
use io_models::select;

use files::{available, serve_beside_files};

/// From a set for two clients to descriptors that no set can hold.
pub const CHAPTER: Chapter = Chapter::new(
    5,
    "select",
    &[
        Step::new(
            "one-set",
            "One call waits for two clients: whoever sends is served.",
            s1_one_set::serve,
            &[BOTH],
        )
        .shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "passed-again",
            "The set is made once. The kernel overwrites it.",
            s2_passed_again::serve,
            &[BOB_IS_LOST],
        )
        .speaks(Language::Echo)
        .fails("who_was_silent_before"),
        Step::new(
            "everyone",
            "The listener and all clients, in a process with a thousand files open.",
            |server| serve_beside_files(1022, server, s3_everyone::serve),
            &[CAROL_ENDS_IT],
        )
        .needs(available)
        .speaks(Language::Echo)
        .fails("one_descriptor_too_many"),
        Step::new(
            "short-writes",
            "The finished server waits until a client takes more.",
            select::serve,
            &[TAKES_LITTLE],
        )
        .sends_are_short(),
        Step::new(
            "refused",
            "The finished server, in a process with a thousand files open.",
            |server| serve_beside_files(1023, server, select::serve),
            &[BOB_IS_REFUSED],
        )
        .needs(available),
        Step::new(
            "select",
            "The finished server: what to read, what to write, and how long to wait.",
            select::serve,
            &[STORED, SLOW_REQUEST],
        )
        .needs(select::MODEL.available)
        .counts(BESIDE_OTHERS)
        .lists(),
    ],
)
.exercises(exercises::EXERCISES);

const BOTH: Script = Script {
    title: "Alice speaks, then Bob, then both.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        Act::Together(&[ALICE.sends("one\n"), BOB.sends("two\n")]),
        ALICE.hears("one\n"),
        BOB.hears("two\n"),
    ],
};

const BOB_IS_LOST: Script = Script {
    title: "Alice speaks, then Bob.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hello\n"),
        BOB.hears_nothing(),
        ALICE.sends("Bob?\n"),
        ALICE.hears("Bob?\n"),
        BOB.hears_nothing(),
    ],
};

const CAROL_ENDS_IT: Script = Script {
    title: "Alice and Bob are served. Then Carol comes.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        CAROL.connects(),
        ALICE.hears_end(),
        BOB.hears_end(),
        CAROL.hears_end(),
    ],
};

const TAKES_LITTLE: Script =
    BOTH_ASK.titled("Alice's reply leaves a byte at a time. Bob does not wait for it.");

const BOB_IS_REFUSED: Script = Script {
    title: "Alice is served. Then Bob comes.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.hears(REFUSAL),
        BOB.hears_end(),
        ALICE.sends("PING\r\n"),
        ALICE.hears("+PONG\r\n"),
    ],
};

const REFUSAL: &str = "-ERR max number of clients reached: select(2) has no room for this one\r\n";

const STORED: Script = SHARED_STORE.titled("Alice stores, and Bob reads it.");
