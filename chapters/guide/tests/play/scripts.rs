//! The scripts.

use guide::{ALICE, Act, BOB, Script};

/// Two clients, one after the other.
pub(crate) const IN_TURN: Script = Script {
    title: "bob waits for alice",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.connects(),
        BOB.sends("hi\n"),
        BOB.hears_nothing(),
        ALICE.closes(),
        BOB.hears("hi\n"),
        BOB.half_closes(),
        BOB.hears_end(),
    ],
};

/// Two clients at the same time.
pub(crate) const AT_ONCE: Script = Script {
    title: "alice and bob at once",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        Act::Together(&[ALICE.sends("hello\n"), BOB.sends("hi\n")]),
        ALICE.hears("hello\n"),
        BOB.hears("hi\n"),
        BOB.sends("how are you?\n"),
        BOB.hears("how are you?\n"),
        Act::Together(&[ALICE.closes(), BOB.resets()]),
    ],
};
