//! Chapter 10: a loop waits, and calls back whoever has asked for it.

mod echo;
mod exercises;
mod s1_borrowed;
mod s2_register;
mod s3_write_interest;
mod s4_order;
mod s5_blocking_sleep;
mod solutions;

use guide::{ALICE, Act, BOB, Chapter, Language, SLOW_REQUEST, Script, Step, recording::Subject};
use io_models::callbacks;

/// From a table of handlers to the finished server on an event loop.
pub const CHAPTER: Chapter = Chapter::new(
    10,
    "An event loop",
    &[
        Step::new(
            "borrowed",
            "A table of handlers: the loop holds it while it calls one of them.",
            s1_borrowed::serve,
            &[FIRST_CLIENT],
        )
        .speaks(Language::Echo)
        .fails("a_client_is_served")
        .shows_setup(),
        Step::new(
            "register",
            "A handler may register another: it is out of the table while it runs.",
            s2_register::serve,
            &[TWO_CLIENTS],
        )
        .needs(callbacks::MODEL.available)
        .shows_kernel()
        .speaks(Language::Echo)
        .leaves_out(POLLERS)
        .fails("short_writes"),
        Step::new(
            "write-interest",
            "What is left to send waits for room; the kernel takes one byte a send.",
            s3_write_interest::serve,
            &[SHORT_SENDS],
        )
        .needs(callbacks::MODEL.available)
        .speaks(Language::Echo)
        .leaves_out(POLLERS)
        .sends_are_short(),
        Step::new(
            "order",
            "Two timers, a call soon, and the handler that asks for them: which runs first?",
            s4_order::serve,
            &[ORDER],
        )
        .needs(callbacks::MODEL.available)
        .speaks(Language::Own)
        .leaves_out(POLLERS),
        Step::new(
            "blocking-sleep",
            "A handler that sleeps: the loop sleeps with it, and so does everybody.",
            s5_blocking_sleep::serve,
            &[ALL_WAIT],
        )
        .needs(callbacks::MODEL.available)
        .leaves_out(POLLERS)
        .fails("a_slow_request"),
        Step::new(
            "callbacks",
            "The finished server: a slow request is a timer.",
            callbacks::serve,
            &[SLOW_REQUEST],
        )
        .needs(callbacks::MODEL.available)
        .leaves_out(POLLERS),
    ],
)
.exercises(exercises::EXERCISES);

/// What the poller has for itself: to be woken by another thread, and to measure time finely.
const POLLERS: &[Subject] = &[Subject::Eventfd, Subject::Timer];

const FIRST_CLIENT: Script = Script {
    title: "Alice comes, and is sent away: her handler can't be registered.",
    acts: &[ALICE.connects(), ALICE.hears_end(), ALICE.closes()],
};

const TWO_CLIENTS: Script = Script {
    title: "Bob says hello while Alice is silent.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        BOB.closes(),
        ALICE.closes(),
    ],
};

const SHORT_SENDS: Script = Script {
    title: "Alice says hi, and gets all of it back.",
    acts: &[ALICE.connects(), ALICE.sends("hi\n"), ALICE.hears("hi\n"), ALICE.closes()],
};

const ORDER: Script = Script {
    title: "Alice asks, and hears of each call.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("go\n"),
        ALICE.hears("handler\nsoon\n0 ms\n300 ms\n"),
        ALICE.closes(),
    ],
};

const ALL_WAIT: Script = Script {
    title: "Alice asks for something slow. Does Bob wait?",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("DEBUG SLEEP 0.5\r\n"),
        BOB.sends("PING\r\n"),
        BOB.hears_nothing(),
        ALICE.hears("+OK\r\n"),
        BOB.hears("+PONG\r\n"),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};
