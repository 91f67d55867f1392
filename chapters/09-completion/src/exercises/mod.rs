//! The exercises of chapter 9: what to do in the files beside this one, and what it must do then.

mod e1_ask_again;
mod e2_send;

use guide::{ALICE, Act, BOB, Check, Exercise, Recording, Script, Work, recording::Kind};
use io_models::uring::Sizes;

use crate::solutions;

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
                    "When the result is Err(Errno::NOBUFS), the buffer is back by the next round: \
                     call ring.receive for that client again.",
                ),
                Check::new(
                    LEAVES,
                    "A receive that has ended with 0 is the end of the stream, and not asked for \
                     again: let go of the socket instead.",
                ),
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
                    "Push ring.bytes() into a Buffer, and give it to ring.send under a number that \
                     no receive has: number + SEND.",
                )
                .and(sends_by_ring),
                Check::new(
                    AT_ONCE,
                    "Ask for both sends before the next wait; what a send's completion lends back \
                     can be dropped.",
                )
                .and(sends_by_ring),
            ],
        },
    },
];

const MORE_THAN_FITS: Script = Script {
    title: "Alice says more than a buffer holds, and gets all of it back.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n")],
};

const AT_ONCE: Script = Script {
    title: "Alice and Bob speak at the same time, and both are answered.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        Act::Together(&[ALICE.sends("hello\n"), BOB.sends("hi\n")]),
        ALICE.hears("hello\n"),
        BOB.hears("hi\n"),
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
    recording.returned().all(|call| call.kind != Kind::Sendto)
}
