//! Chapter 4: nothing waits, so nothing rests.

mod exercises;
mod solutions;

mod echo;
mod s1_eagain;
mod s2_in_turn;
mod s3_pause;

use guide::{
    ALICE, Act, BESIDE_OTHERS, BOB, Chapter, Language, ONE_CLIENT, SHARED_STORE, SLOW_REQUEST,
    Script, Step, crowd,
};
use io_models::nonblocking;

/// From one client that is asked again and again to a server that pauses.
pub const CHAPTER: Chapter = Chapter::new(
    4,
    "Non-blocking sockets",
    &[
        Step::new(
            "eagain",
            "One client, and a call that does not wait: EAGAIN.",
            s1_eagain::serve,
            &[ONE_CLIENT],
        )
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("a_second_client"),
        Step::new(
            "in-turn",
            "Every client is asked in turn: one thread for all, and a core that burns.",
            s2_in_turn::serve,
            &[TWO, SLOW],
        )
        .speaks(Language::Echo)
        .counts(HELLOS)
        .fails("a_pause_after_nothing"),
        Step::new(
            "pause",
            "A pause after a round in which nothing came.",
            s3_pause::serve,
            &[ONE_CLIENT],
        )
        .speaks(Language::Echo),
        Step::new(
            "nonblocking",
            "The finished server: pauses that grow, and slow requests that nobody waits for.",
            nonblocking::serve,
            &[STORE_FOR_TWO, SLOW_FOR_TWO],
        )
        .needs(nonblocking::MODEL.available)
        .counts(BESIDE_OTHERS),
    ],
)
.exercises(exercises::EXERCISES);

const TWO: Script = Script {
    title: "Bob says hello while Alice is there, and then she does.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        Act::Together(&[ALICE.sends("one\n"), BOB.sends("two\n")]),
        ALICE.hears("one\n"),
        BOB.hears("two\n"),
    ],
};

const SLOW: Script = Script {
    title: "Alice asks for something slow. Does Bob wait?",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("slow\n"),
        BOB.sends("hello\n"),
        BOB.hears_nothing(),
        ALICE.hears("slow\n"),
        BOB.hears("hello\n"),
    ],
};

/// The clients stay, here and in the next one.
const STORE_FOR_TWO: Script = SHARED_STORE.first(6).titled("Alice stores, and Bob reads it.");
const SLOW_FOR_TWO: Script = SLOW_REQUEST.first(6);

const HELLOS: &[Script] = &[
    Script { title: "1 other is silent.", acts: &hello_beside(1) },
    Script { title: "10 others are silent.", acts: &hello_beside(10) },
    Script { title: "100 others are silent.", acts: &hello_beside(100) },
];

const fn hello_beside(others: usize) -> [Act; 4] {
    [crowd(others), ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n")]
}
