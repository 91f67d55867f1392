//! Chapter 11: futures by hand, from a loop that polls them to an executor that sleeps.

pub mod by_hand;
pub mod exam;
mod exercises;
mod exhausted;
mod s1_polled_in_a_loop;
mod s2_block_on;
mod s3_lost_wake_up;
mod s4_wake_up_kept;
mod s5_run_queue;
mod s6_not_heard;
mod s7_eventfd;
mod s8_timers_join;
mod solutions;
mod sync;
mod wait;

use guide::{ALICE, BOB, CAROL, Chapter, Language, ONE_CLIENT, Script, Step};

/// From a future that is polled in vain to a small executor.
pub const CHAPTER: Chapter = Chapter::new(
    11,
    "An executor",
    &[
        Step::new(
            "polled-in-a-loop",
            "Two futures, polled in turn: nobody waits, and a core burns.",
            s1_polled_in_a_loop::serve,
            &[TWO_CLIENTS],
        )
        .speaks(Language::Echo)
        .fails("rests"),
        Step::new(
            "block-on",
            "A waker that unparks: the thread sleeps until a future is worth polling.",
            s2_block_on::serve,
            &[ONE_CLIENT],
        ).shows_kernel()
        .speaks(Language::Echo)
        .fails("a_second_client"),
        Step::new(
            "lost-wake-up",
            "The same by hand. It works, as often as you play it, and it is wrong.",
            s3_lost_wake_up::serve,
            &[ONE_CLIENT],
        )
        .speaks(Language::Echo)
        .fails("a_second_client"),
        Step::new(
            "wake-up-kept",
            "The same by hand, and right: no wake-up can come too early.",
            s4_wake_up_kept::serve,
            &[ONE_CLIENT],
        )
        .speaks(Language::Echo)
        .fails("a_second_client"),
        Step::new(
            "run-queue",
            "A task for each client, a waker for each task, one thread for all of them.",
            s5_run_queue::serve,
            &[TWO_CLIENTS],
        ).shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "not-heard",
            "A thread wakes a task, a task wakes itself, and somebody waits for ever.",
            s6_not_heard::serve,
            &[WOKEN_BY_A_THREAD, WOKEN_BY_ITSELF],
        ).shows_kernel()
        .speaks(Language::Echo)
        .fails("a_client_is_served"),
        Step::new(
            "eventfd",
            "A wake-up interrupts the sleep, and no task keeps the thread from its sockets.",
            s7_eventfd::serve,
            &[HEARD, SEEN],
        )
        .speaks(Language::Echo),
        Step::new(
            "timers-join",
            "Timers, and two futures as one.",
            s8_timers_join::serve,
            &[GREETED],
        )
        .never_stops()
        .speaks(Language::Echo),
    ],
)
.exercises(exercises::EXERCISES);

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

const WOKEN_BY_A_THREAD: Script = Script {
    title: "Alice says hello, and a thread sees it.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears_nothing()],
};

const WOKEN_BY_ITSELF: Script = Script {
    title: "Bob's task asks again and again. Carol connects, and says hello.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears_nothing(),
    ],
};

const HEARD: Script = ONE_CLIENT.titled("Alice says hello, and a thread sees it.");

const SEEN: Script = Script {
    title: "Bob's task asks again and again. Carol connects, and says hello.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const GREETED: Script = Script {
    title: "Alice is greeted, and then says hello.",
    acts: &[
        ALICE.connects(),
        ALICE.hears("good evening\n"),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        ALICE.closes(),
    ],
};
