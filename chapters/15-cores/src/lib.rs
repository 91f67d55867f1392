//! Chapter 15: more than one thread waits, and a client needs but one of them.

mod exercises;
mod s1_queue;
mod s2_herd;
mod s3_exclusive;
mod s4_in_turn;
mod solutions;
mod worker;

use guide::{ALICE, Act, BOB, CAROL, Chapter, DAVE, Language, Script, Step};

/// From threads that each have one client to threads that share the clients out.
pub const CHAPTER: Chapter = Chapter::new(
    15,
    "Many cores",
    &[
        Step::new(
            "queue",
            "Three threads wait in accept: each gets one client, and the fourth waits.",
            s1_queue::serve,
            &[IN_A_ROW],
        )
        .speaks(Language::Echo)
        .fails("a_fourth_client"),
        Step::new(
            "herd",
            "The listener is on three lists: one client wakes three threads.",
            s2_herd::serve,
            &[ONE_COMES],
        )
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("one_client_wakes_one"),
        Step::new(
            "exclusive",
            "EPOLLEXCLUSIVE: one client wakes one thread, and always the same one.",
            s3_exclusive::serve,
            &[TWO_COME, AT_ONCE],
        )
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("clients_are_shared_out"),
        Step::new(
            "in-turn",
            "One thread accepts, and hands the clients out in turn.",
            s4_in_turn::serve,
            &[TWO_COME],
        )
        .shows_kernel()
        .speaks(Language::Echo),
    ],
)
.exercises(exercises::EXERCISES);

const IN_A_ROW: Script = Script {
    title: "Alice, Bob and Carol come, one after the other. Dave is the fourth.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears_nothing(),
        BOB.closes(),
        DAVE.hears("hello\n"),
        Act::Together(&[ALICE.closes(), CAROL.closes(), DAVE.closes()]),
    ],
};

const ONE_COMES: Script = Script {
    title: "Alice says hello.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n"), ALICE.closes()],
};

const TWO_COME: Script = Script {
    title: "Alice and Bob come, one after the other, and say hello.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
    ],
};

const AT_ONCE: Script = Script {
    title: "Alice and Bob come at once.",
    acts: &[Act::Together(&[ALICE.connects(), BOB.connects()])],
};
