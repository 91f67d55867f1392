//! The scripts.

use play::{ALICE, Act, BOB, Script, crowd};

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

/// The same two requests beside crowds of three sizes.
pub(crate) const CROWDS: [Script; 3] = [
    Script {
        title: "1 guest",
        acts: &[crowd(1), CONNECTS, ASKS, HEARS, THANKS, ALICE.hears("hi\n"), ALICE.closes()],
    },
    Script {
        title: "10 guests",
        acts: &[crowd(10), CONNECTS, ASKS, HEARS, THANKS, ALICE.hears("hi\n"), ALICE.closes()],
    },
    Script {
        title: "100 guests, half of them late",
        acts: &[crowd(50), CONNECTS, ASKS, HEARS, crowd(50), THANKS, ALICE.hears("hi\n")],
    },
];

const CONNECTS: Act = ALICE.connects();
const ASKS: Act = ALICE.sends("hello\n");
const HEARS: Act = ALICE.hears("hello\n");
const THANKS: Act = ALICE.sends("hi\n");
