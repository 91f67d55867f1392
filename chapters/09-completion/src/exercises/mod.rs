//! The exercises of chapter 9: what to do in the files beside this one, and what it must do then.

mod asked;
mod e1_ask_again;
mod e2_send;

use guide::{
    ALICE, Act, BOB, CAROL, Check, Exercise, Fault, Recording, Script, Work, recording::Kind,
};
use io_models::uring::Sizes;

use crate::{
    exercises::asked::{one_send_each, sends_together},
    solutions,
};

/// The table of `cargo run -p chapter-9 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "ask-again",
        task: "Ask for a client's bytes again when its receive has ended for want of a buffer.",
        file: "chapters/09-completion/src/exercises/e1_ask_again.rs",
        work: Work::Server {
            attempt: e1_ask_again::serve,
            solution: solutions::e1_ask_again::serve,
            checks: &[
                Check::new(
                    MORE_THAN_FITS,
                    "When the result is Err(Errno::NOBUFS), the buffers are back by the next \
                     round: call ring.receive for that client again.",
                ),
                Check::new(
                    LEAVES,
                    "A receive that has ended with 0 is the end of the stream, and not asked for \
                     again: let go of the socket instead.",
                ),
                Check::new(
                    BREAKS_OFF,
                    "A receive can end with another error, too: Alice has broken off, and her \
                     socket is still open. Let go of it.",
                )
                .and(lets_go_of_one),
            ],
        },
    },
    Exercise {
        name: "send",
        task: "Send through the ring as well, so that a round is one call.",
        file: "chapters/09-completion/src/exercises/e2_send.rs",
        work: Work::Server {
            attempt: e2_send::serve,
            solution: solutions::e2_send::serve,
            checks: &[
                Check::new(
                    LEAVES,
                    "Give the reply to ring.send, under a number that no receive has; its \
                     completion hands the buffer back in done.lent.",
                )
                .and(sends_by_ring),
                Check::new(
                    AT_ONCE,
                    "What two clients have said comes in one round. Ask for both sends before the \
                     next wait.",
                )
                .and(|recording| sends_by_ring(recording) && sends_together(recording)),
                Check::new(
                    MUCH,
                    "Two receives of one client can complete in one round. Two sends of one \
                     client at a time have no order: ask for the next when the last is complete.",
                )
                .and(|recording| sends_by_ring(recording) && one_send_each(recording)),
                Check::new(
                    SLOW_READER,
                    "A send can be short: its result says how many bytes it took. Send the rest \
                     before anything else.",
                )
                .with(Fault::SmallBuffers)
                .and(sends_by_ring),
                Check::new(
                    ENDS_HER_HALF,
                    "Alice says no more, but what she has said is to be answered: let go of her \
                     socket when the last send is complete.",
                )
                .with(Fault::SmallBuffers),
            ],
        },
    },
];

const MORE_THAN_FITS: Script = Script {
    title: "Alice says more than the buffers hold, and gets all of it back.",
    acts: &[ALICE.connects(), ALICE.sends("hello, server\n"), ALICE.hears("hello, server\n")],
};

const BREAKS_OFF: Script = Script {
    title: "Alice breaks off. Bob is still served.",
    acts: &[ALICE.connects(), BOB.connects(), ALICE.resets(), BOB.sends("hi\n"), BOB.hears("hi\n")],
};

const AT_ONCE: Script = Script {
    title: "Bob and Carol speak while the server is at Alice's, and all are answered.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects(), CAROL.connects()]),
        Act::Together(&[ALICE.sends("hello\n"), BOB.sends("hi\n"), CAROL.sends("hey\n")]),
        ALICE.hears("hello\n"),
        BOB.hears("hi\n"),
        CAROL.hears("hey\n"),
    ],
};

const MUCH: Script = Script {
    title: "Alice sends 96,000 bytes, and gets all of them back.",
    acts: &[
        ALICE.connects(),
        ALICE.sends_times("fifteen letter\n", 6400),
        ALICE.hears_times("fifteen letter\n", 6400),
    ],
};

const SLOW_READER: Script = Script {
    title: "Alice sends 96,000 bytes, and reads only after Bob has been served.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends_times("fifteen letter\n", 6400),
        BOB.sends("hi\n"),
        BOB.hears("hi\n"),
        ALICE.hears_times("fifteen letter\n", 6400),
    ],
};

const ENDS_HER_HALF: Script = Script {
    title: "Alice sends 96,000 bytes, ends her half, and gets all of them back.",
    acts: &[
        ALICE.connects(),
        ALICE.sends_times("fifteen letter\n", 6400),
        ALICE.half_closes(),
        ALICE.hears_times("fifteen letter\n", 6400),
        ALICE.hears_end(),
    ],
};

const LEAVES: Script = Script {
    title: "Alice ends, and hears the server's end. Bob is still served.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.half_closes(),
        ALICE.hears_end(),
        BOB.sends("hi\n"),
        BOB.hears("hi\n"),
    ],
};

/// Room for a ring with so many provided buffers of so many bytes.
pub(crate) const fn with_buffers(buffers: u16, bytes: u32) -> Sizes {
    Sizes { requests: 64, completions: 128, buffers, bytes }
}

/// No reply was sent by a call: the ring has sent them all.
fn sends_by_ring(recording: &Recording) -> bool {
    recording.returned().all(|call| call.is_completion() || !call.kind.gives())
}

fn lets_go_of_one(recording: &Recording) -> bool {
    recording.returned().filter(|call| call.kind == Kind::Close).count() == 1
}
