//! The exercises of chapter 2: what to do in the files beside this one, and what it must do then.

mod e1_at_most_two;
mod e2_next_please;
mod e3_lock;

use guide::{
    ALICE, Act, BOB, CAROL, Check, DAVE, Exercise, Fault, Recording, Script, Work,
    recording::{Event, Kind, Task},
};

use crate::solutions;

/// The table of `cargo run -p chapter-2 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "at-most-two",
        task: "A thread for each client, but never more than two; the third client waits.",
        file: "chapters/02-threads/src/exercises/e1_at_most_two.rs",
        work: Work::Server {
            attempt: e1_at_most_two::serve,
            solution: solutions::e1_at_most_two::serve,
            checks: &[
                Check::new(
                    THIRD,
                    "Before it makes a third thread, the server must wait for the end of one. \
                     Two threads, two tokens: to make a thread, the server takes a token, and the \
                     thread gives it back at its end. A channel (std::sync::mpsc) can hold the \
                     tokens.",
                )
                .and(two_threads_at_most),
                Check::new(
                    BUG,
                    "A thread that panics runs no further line, but it drops what it owns. Let \
                     it own a value whose Drop gives the token back.",
                )
                .and(two_threads_at_most),
                Check::new(
                    THIRD,
                    "Each client is to have a thread of its own, which is made when the client \
                     has come, and ends with it. Threads that are made beforehand are step 3.",
                )
                .and(a_thread_for_each),
                Check::new(
                    BOB_LEAVES,
                    "Bob's thread has ended, and the server waits for the end of Alice's. It is to \
                     go on at the end of either: wait for a token, and not for one thread.",
                ),
            ],
        },
    },
    Exercise {
        name: "next-please",
        task: "A pool of two threads that stays one, whatever bug a client meets.",
        file: "chapters/02-threads/src/exercises/e2_next_please.rs",
        work: Work::Server {
            attempt: e2_next_please::serve,
            solution: solutions::e2_next_please::serve,
            checks: &[
                Check::new(
                    BUG,
                    "The panic ends Alice's thread, and the pool has one thread less. Look in \
                     std::panic for a function that calls another one and gets its panic as a \
                     value.",
                ),
                Check::new(TWO_BUGS, "Each thread of the pool must outlive its bugs."),
                Check::new(
                    THIRD,
                    "It is to stay a pool of two: a third client waits until one of the others \
                     has left.",
                ),
            ],
        },
    },
    Exercise {
        name: "lock",
        task: "Number the messages of all clients, and let nobody wait for another client.",
        file: "chapters/02-threads/src/exercises/e3_lock.rs",
        work: Work::Server {
            attempt: e3_lock::serve,
            solution: solutions::e3_lock::serve,
            checks: &[
                Check::new(
                    SILENT,
                    "Alice's thread sleeps in recvfrom, and holds the lock. Take the lock when \
                     the bytes are there, and let it go before the next receive.",
                ),
                Check::new(TOGETHER, "There is one count for all clients, behind one lock."),
                Check::new(
                    DOES_NOT_READ,
                    "Alice does not read, so her thread sleeps in sendto, and holds the lock. A \
                     number is all that you need of the count: let the lock go before the send.",
                )
                .with(Fault::SmallBuffers)
                .and(bob_is_answered),
            ],
        },
    },
];

const THIRD: Script = Script {
    title: "Carol is the third. She is served when Alice has left.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears_nothing(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.closes(),
        CAROL.hears("hello\n"),
        Act::Together(&[BOB.closes(), CAROL.closes()]),
    ],
};

const BOB_LEAVES: Script = Script {
    title: "Carol is the third. She is served when Bob has left, while Alice is still there.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears_nothing(),
        BOB.closes(),
        CAROL.hears("hello\n"),
        Act::Together(&[ALICE.closes(), CAROL.closes()]),
    ],
};

const BUG: Script = Script {
    title: "Alice meets a bug. Carol is served, while Bob is still there.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("boom\n"),
        ALICE.hears_end(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
        Act::Together(&[BOB.closes(), CAROL.closes()]),
    ],
};

const TWO_BUGS: Script = Script {
    title: "Alice and Bob meet a bug. Carol and Dave are served, both at once.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("boom\n"),
        ALICE.hears_end(),
        BOB.sends("boom\n"),
        BOB.hears_end(),
        CAROL.connects(),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears("hello\n"),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const SILENT: Script = Script {
    title: "Alice says nothing. Bob is answered.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("1 hello\n"),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};

const TOGETHER: Script = Script {
    title: "Bob's message is the first, and Alice's the second.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("1 hello\n"),
        ALICE.sends("hello\n"),
        ALICE.hears("2 hello\n"),
        BOB.sends("bye\n"),
        BOB.hears("3 bye\n"),
    ],
};

const DOES_NOT_READ: Script = Script {
    title: "Alice sends much, and reads nothing. Bob is answered.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends_times("sixteen letters\n", 12_000),
        BOB.sends("hello\n"),
    ],
};

/// Something was sent to Bob. Its number depends on how Alice's bytes were cut on their way.
fn bob_is_answered(recording: &Recording) -> bool {
    let mut replies = recording.returned().filter(|call| call.kind == Kind::Sendto);
    replies.any(|call| call.subject == recording.client("bob"))
}

/// As many threads were made as clients were accepted.
fn a_thread_for_each(recording: &Recording) -> bool {
    let count = |kind: &Kind| recording.returned().filter(|call| call.kind == *kind).count();
    count(&Kind::Clone) == count(&Kind::Accept4)
}

/// Never were there more than two threads beside the first.
fn two_threads_at_most(recording: &Recording) -> bool {
    let is_thread = |task: usize| matches!(recording.tasks[task], Task::Thread { .. });
    let mut threads = 0;
    recording.events.iter().all(|event| {
        match event {
            Event::Call(call) if call.kind == Kind::Clone => threads += 1,
            Event::Ends { by, .. } if is_thread(*by) => threads -= 1,
            _ => {}
        }
        threads <= 2
    })
}
