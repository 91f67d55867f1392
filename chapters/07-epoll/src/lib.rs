//! Chapter 7: the kernel keeps the list.

mod echo;
mod exercises;
mod s1_level;
mod s2_edge;
mod s3_drained;
mod s4_oneshot;
mod s5_duplicate;
mod s6_short_receive;
mod solutions;

use guide::{
    ALICE, Act, BESIDE_OTHERS, BOB, Chapter, Language, ONE_CLIENT, SLOW_REQUEST, Script, Step,
    TWO_CLIENTS,
};
use io_models::epoll;

/// From a list that the kernel keeps to a server that says only what has changed.
pub const CHAPTER: Chapter = Chapter::new(
    7,
    "epoll",
    &[
        Step::new(
            "level",
            "A client that still has bytes for us is reported again.",
            s1_level::serve,
            &[HELLO, LONG, MUCH],
        )
        .needs(epoll::MODEL.available)
        .shows_kernel_in(2)
        .speaks(Language::Echo)
        .shows_setup(),
        Step::new(
            "edge",
            "Edge-triggered, and reads once: bytes stay behind.",
            s2_edge::serve,
            &[STUCK, APART, BUSY],
        )
        .needs(epoll::MODEL.available)
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("nothing_stays_behind"),
        Step::new(
            "drained",
            "Edge-triggered, and reads all: one client makes all others wait.",
            s3_drained::serve,
            &[HELLO, LONG, MUCH],
        )
        .needs(epoll::MODEL.available)
        .shows_kernel_in(2)
        .speaks(Language::Echo)
        .fails("bob_has_a_turn"),
        Step::new(
            "oneshot",
            "Reported once, and then asked for again: fair, for one call more a turn.",
            s4_oneshot::serve,
            &[HELLO, LONG, MUCH],
        )
        .needs(epoll::MODEL.available)
        .speaks(Language::Echo),
        Step::new(
            "duplicate",
            "A second descriptor keeps a closed one on the list.",
            s5_duplicate::serve,
            &[GONE],
        )
        .needs(epoll::MODEL.available)
        .speaks(Language::Echo)
        .fails("who_has_gone_is_not_reported"),
        Step::new(
            "short-receive",
            "Edge-triggered, and stops at a short receive: an end is not heard.",
            s6_short_receive::serve,
            &[BYTES_AND_END],
        )
        .needs(epoll::MODEL.available)
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("an_end_that_comes_with_bytes"),
        Step::new(
            "no-descriptors",
            "Step 1 with one descriptor too few: Bob is reported for ever.",
            s1_level::serve,
            &[ONE_TOO_MANY],
        )
        .needs(epoll::MODEL.available)
        .speaks(Language::Echo)
        .descriptors(2)
        .fails("who_must_wait_costs_nothing"),
        Step::new(
            "pause",
            "The finished server: the listener leaves the list for a while.",
            epoll::serve,
            &[ONE_TOO_MANY, TAKES_THE_PLACE],
        )
        .needs(epoll::MODEL.available)
        .descriptors(2),
        Step::new(
            "epoll",
            "The finished server: it tells the kernel only what has changed.",
            epoll::serve,
            &[TWO_CLIENTS, SLOW_REQUEST],
        )
        .needs(epoll::MODEL.available)
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

const LONG: Script = Script {
    title: "Alice sends more than one turn takes.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("24 bytes, and one turn.\n"),
        ALICE.hears("24 bytes, and one turn.\n"),
        ALICE.closes(),
    ],
};

const STUCK: Script = Script {
    title: "Alice sends more than one turn takes, and then one byte.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("24 bytes, and one turn.\n"),
        ALICE.hears("24 bytes, and on"),
        ALICE.hears_nothing(),
        ALICE.sends("?"),
        ALICE.hears("e turn.\n?"),
        ALICE.closes(),
    ],
};

const APART: Script = Script {
    title: "Alice sends twice, and the server comes back in between.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        ALICE.sends("world\n"),
        ALICE.hears("world\n"),
        ALICE.closes(),
    ],
};

const BUSY: Script = Script {
    title: "Alice sends twice while the server is at Bob's.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        Act::Together(&[BOB.sends("hi\n"), ALICE.sends("hello\n"), ALICE.sends("world\n")]),
        BOB.hears("hi\n"),
        ALICE.hears("hello\nworld\n"),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};

const MUCH: Script = Script {
    title: "Alice sends ten turns' worth, and Bob one line.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        Act::Together(&[ALICE.sends_times("sixteen letters\n", 10), BOB.sends("hi\n")]),
        ALICE.hears_times("sixteen letters\n", 10),
        BOB.hears("hi\n"),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};

const GONE: Script = ONE_CLIENT.titled("Alice says hello, and leaves.");

const BYTES_AND_END: Script = Script {
    title: "Alice sends, and ends her half, while the server is at Bob's.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        Act::Together(&[BOB.sends("hi\n"), ALICE.sends("hello\n"), ALICE.half_closes()]),
        BOB.hears("hi\n"),
        ALICE.hears("hello\n"),
        ALICE.hears_nothing(),
    ],
};

const ONE_TOO_MANY: Script = Script {
    title: "There is a descriptor for Alice, and none for Bob.",
    acts: &[ALICE.connects(), BOB.connects(), BOB.hears_nothing()],
};

const TAKES_THE_PLACE: Script = Script {
    title: "Alice leaves, and Bob takes her place.",
    acts: &[
        ALICE.connects(),
        Act::Together(&[BOB.connects(), ALICE.closes(), BOB.sends("PING\r\n")]),
        BOB.hears("+PONG\r\n"),
        BOB.closes(),
    ],
};
