//! Chapter 12: a loop that reads like the blocking one, and waits for everybody.

mod clients;
pub mod exam;
mod exercises;
pub mod on_a_thread;
mod requests;
mod ring;
mod s1_one_thread;
mod s2_blocking_sleep;
mod s3_awaited_timer;
mod s4_dropped;
mod s5_kept;
mod s6_two_threads;
mod s7_lent;
mod s8_taken_back;
mod solutions;

use guide::{
    ALICE, BESIDE_OTHERS, BOB, Chapter, Language, ONE_CLIENT, SHARED_STORE,
    SLOW_REQUEST, Script, Step,
};
use io_models::{executor, uring};

/// From a reactor and an executor on one thread to the finished server.
pub const CHAPTER: Chapter = Chapter::new(
    12,
    "Async server",
    &[
        Step::new(
            "one-thread",
            "A reactor and an executor: a task that is woken is polled, and all wait in one call.",
            s1_one_thread::serve,
            &[BOTH],
        )
        .needs(executor::MODEL.available)
        .shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "blocking-sleep",
            "A task sleeps, and the thread with it: everybody waits.",
            s2_blocking_sleep::serve,
            &[SLOW_REQUEST],
        )
        .needs(executor::MODEL.available)
        .fails("a_slow_request"),
        Step::new(
            "awaited-timer",
            "A task awaits the time: nobody else waits.",
            s3_awaited_timer::serve,
            &[SLOW_REQUEST],
        )
        .needs(executor::MODEL.available),
        Step::new(
            "dropped",
            "A future that has been dropped has lost what it had received.",
            s4_dropped::serve,
            &[HALF_A_LINE],
        )
        .needs(executor::MODEL.available)
        .speaks(Language::Lines)
        .fails("a_line_in_two_pieces"),
        Step::new(
            "kept",
            "What must not be lost is kept outside of the future.",
            s5_kept::serve,
            &[A_LINE_IN_TWO],
        )
        .needs(executor::MODEL.available)
        .speaks(Language::Lines),
        Step::new(
            "two-threads",
            "The reactor on a thread of its own: a wake-up crosses from one to the other.",
            s6_two_threads::serve,
            &[ONE_CLIENT],
        )
        .needs(executor::MODEL.available)
        .speaks(Language::Echo),
        Step::new(
            "lent",
            "A future that lends its buffer to the kernel is dropped, and the kernel has it still.",
            s7_lent::serve,
            &[STILL_LENT],
        )
        .needs(uring::MODEL.available)
        .speaks(Language::Lines)
        .fails("a_line_in_two_pieces"),
        Step::new(
            "taken-back",
            "What is lent is kept outside of the future, or cancelled with it.",
            s8_taken_back::serve,
            &[A_LINE_IN_TWO, TAKEN_BACK],
        )
        .needs(uring::MODEL.available)
        .speaks(Language::Lines),
        Step::new(
            "executor",
            "The finished server: one thread, and a waker that is a number.",
            executor::serve,
            &[SHARED_STORE, SLOW_REQUEST],
        )
        .needs(executor::MODEL.available)
        .counts(BESIDE_OTHERS),
    ],
)
.exercises(exercises::EXERCISES);

const BOTH: Script = Script {
    title: "Bob says hello while Alice is silent.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.closes(),
        BOB.closes(),
    ],
};

const HALF_A_LINE: Script = Script {
    title: "Alice sends half a line, and is asked. What has become of the half?",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hel"),
        ALICE.hears("still there?\n"),
        ALICE.sends("lo\n"),
        ALICE.hears("3 bytes\n"),
        ALICE.closes(),
    ],
};

const A_LINE_IN_TWO: Script = Script {
    title: "Alice sends half a line, is asked, and sends the other half.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hel"),
        ALICE.hears("still there?\n"),
        ALICE.sends("lo\n"),
        ALICE.hears("6 bytes\n"),
        ALICE.closes(),
    ],
};

const STILL_LENT: Script = Script {
    title: "Alice sends half a line, is asked, and sends the other half.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hel"),
        ALICE.hears("still there?\n"),
        ALICE.sends("lo\n"),
        ALICE.hears("still there?\n"),
        ALICE.closes(),
    ],
};

const TAKEN_BACK: Script = Script {
    title: "Alice says nothing, and is asked twice.",
    acts: &[
        ALICE.connects(),
        ALICE.hears("still there?\n"),
        ALICE.hears("still there?\n"),
        ALICE.hears_end(),
        ALICE.closes(),
    ],
};
