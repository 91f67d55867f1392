//! The exercises of chapter 8: what to do in the files beside this one, and what it must do then.

mod e1_all_of_them;
mod e2_read_on;
mod e3_nobody_lost;
mod servers;

use guide::{
    ALICE, Act, BOB, CAROL, Check, DAVE, Exercise, Fault, Recording, Script, Work, recording::Kind,
};

pub(crate) use self::servers::Streams;
use self::servers::datagrams;
use crate::{DATAGRAM, EARLY_READ, THREE_AT_ONCE, solutions};

/// The table of `cargo run -p chapter-8 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "all-of-them",
        task: "Answer all datagrams that have come, whatever the handler has counted.",
        file: "chapters/08-signals/src/exercises/e1_all_of_them.rs",
        work: Work::Server {
            attempt: |server| datagrams(&server, e1_all_of_them::news),
            solution: |server| datagrams(&server, solutions::e1_all_of_them::news),
            checks: &[
                Check::new(DATAGRAM, "One datagram is there: send it back."),
                Check::new(
                    THREE_AT_ONCE,
                    "Three datagrams have come, and SIGIO only once. The count does not say how \
                     many there are; echo says whether there was one.",
                ),
                Check::new(
                    FOUR_AT_ONCE,
                    "Now there are four. No number that you know beforehand is right: go on until \
                     there is none.",
                ),
            ],
        },
    },
    Exercise {
        name: "read-on",
        task: "Answer all that a client has sent, with one signal for it.",
        file: "chapters/08-signals/src/exercises/e2_read_on.rs",
        work: Work::Server {
            attempt: |server| Streams::serve(server, e2_read_on::turn, |_| Ok(())),
            solution: |server| Streams::serve(server, solutions::e2_read_on::turn, |_| Ok(())),
            checks: &[
                Check::new(EARLY_READ, "A few bytes are there: send them back."),
                Check::new(
                    LONG_WHOLE,
                    "One receive takes 512 bytes, and no further signal comes for the rest. \
                     Receive again, until it is NotNow.",
                ),
                Check::new(
                    LONG_WHOLE,
                    "All bytes came back, because the buffer was large enough for them. A longer \
                     message would not fit: receive again, until it is NotNow.",
                )
                .and(until_not_now),
                Check::new(ENDS, "The stream has ended when a receive brings 0 bytes."),
            ],
        },
    },
    Exercise {
        name: "nobody-lost",
        task: "The queue of signals is full: find out by yourself which clients have something.",
        file: "chapters/08-signals/src/exercises/e3_nobody_lost.rs",
        work: Work::Server {
            attempt: |server| {
                Streams::serve(server, solutions::e2_read_on::turn, e3_nobody_lost::overflow)
            },
            solution: |server| {
                let overflow = solutions::e3_nobody_lost::overflow;
                Streams::serve(server, solutions::e2_read_on::turn, overflow)
            },
            checks: &[
                Check::new(
                    ONE,
                    "Alice is connected and has sent, but her signal found no room. Give a turn \
                     to each client that there is.",
                )
                .with(Fault::FullQueue),
                Check::new(
                    TWO,
                    "Two clients have connected, and SIGIO came once. accept says whether there \
                     was one: try again.",
                )
                .with(Fault::FullQueue),
            ],
        },
    },
];

const LONG_WHOLE: Script = Script {
    title: "Alice sends 600 bytes. All of them come back.",
    acts: &[
        ALICE.connects(),
        ALICE.sends_times("x", 600),
        ALICE.hears_times("x", 512),
        ALICE.hears_times("x", 44),
        ALICE.hears_times("x", 44),
    ],
};

const FOUR_AT_ONCE: Script = Script {
    title: "Four datagrams come before the server looks.",
    acts: &[
        ALICE.opens(),
        BOB.opens(),
        CAROL.opens(),
        DAVE.opens(),
        Act::Together(&[
            ALICE.sends("one\n"),
            BOB.sends("two\n"),
            CAROL.sends("three\n"),
            DAVE.sends("four\n"),
        ]),
        ALICE.hears("one\n"),
        BOB.hears("two\n"),
        CAROL.hears("three\n"),
        DAVE.hears("four\n"),
    ],
};

const ENDS: Script = Script {
    title: "Alice ends, and hears the end.",
    acts: &[ALICE.connects(), ALICE.half_closes(), ALICE.hears_end()],
};

const ONE: Script = Script {
    title: "Alice connects, and then says hello.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n")],
};

const TWO: Script = Script {
    title: "Alice and Bob connect before the server looks. Both are served.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
    ],
};

/// The last receive found nothing more.
fn until_not_now(recording: &Recording) -> bool {
    let received = recording.returned().filter(|call| call.kind == Kind::Recvfrom);
    received.last().is_some_and(|call| call.outcome.errno().is_some())
}
