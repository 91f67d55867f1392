//! Chapter 2: while one thread waits, the others go on.

mod echo;
mod exercises;
mod s1_one_client;
mod s2_thread_each;
mod s3_pool;
mod solutions;

use guide::{ALICE, BOB, CAROL, Chapter, Language, SHARED_STORE, Script, Step};
use io_models::threads;

/// From a second client that waits to a pool of threads.
pub const CHAPTER: Chapter = Chapter::new(
    2,
    "Threads",
    &[
        Step::new(
            "one-client",
            "One thread: the second client waits until the first has left.",
            s1_one_client::serve,
            &[BOB_WAITS],
        )
        .speaks(Language::Echo)
        .fails("a_second_client"),
        Step::new(
            "thread-each",
            "A thread for each client: nobody waits for another.",
            s2_thread_each::serve,
            &[BOTH, ONE_PANICS],
        )
        .shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "pool",
            "A pool of two threads: the third client waits.",
            s3_pool::serve,
            &[THREE, POOL_SHRINKS],
        )
        .speaks(Language::Echo)
        .fails("a_third_client"),
        Step::new(
            "threads",
            "The finished server: a pool, and a store behind a lock.",
            threads::serve,
            &[SHARED_STORE, SLOW_FOR_THREE],
        )
        .needs(threads::MODEL.available),
    ],
)
.exercises(exercises::EXERCISES)
.serves_in_threads();

const BOB_WAITS: Script = Script {
    title: "Bob says hello while Alice is there.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears_nothing(),
        ALICE.closes(),
        BOB.hears("hello\n"),
        BOB.closes(),
    ],
};

const BOTH: Script = Script {
    title: "Bob says hello while Alice is there.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.closes(),
        BOB.closes(),
    ],
};

const ONE_PANICS: Script = Script {
    title: "Alice meets a bug. Bob does not notice.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("boom\n"),
        ALICE.hears_end(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        BOB.closes(),
    ],
};

const THREE: Script = Script {
    title: "Carol is the third.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears_nothing(),
        ALICE.closes(),
        CAROL.hears("hello\n"),
        BOB.closes(),
        CAROL.closes(),
    ],
};

const POOL_SHRINKS: Script = Script {
    title: "Alice meets a bug, and takes a thread with her: now Carol waits for Bob.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("boom\n"),
        ALICE.hears_end(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears_nothing(),
        BOB.closes(),
        CAROL.hears("hello\n"),
        CAROL.closes(),
    ],
};

const SLOW_FOR_THREE: Script = Script {
    title: "Alice asks for something slow. Do Bob and Carol wait?",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        ALICE.sends("DEBUG SLEEP 0.5\r\n"),
        BOB.sends("PING\r\n"),
        BOB.hears("+PONG\r\n"),
        CAROL.sends("PING\r\n"),
        CAROL.hears_nothing(),
        ALICE.hears("+OK\r\n"),
        CAROL.hears_nothing(),
        BOB.closes(),
        CAROL.hears("+PONG\r\n"),
    ],
};
