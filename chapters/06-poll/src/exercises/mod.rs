//! The exercise of chapter 6: what to do in the file beside this one, and what it must do then.

mod e1_full_house;

use guide::{
    ALICE, Act, BOB, CAROL, Check, Exercise, Recording, Script, Work,
    recording::{Event, Kind},
};

use crate::solutions;

/// The table of `cargo run -p chapter-6 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[Exercise {
    name: "full-house",
    task: "At most two clients; the third waits in the backlog, and costs nothing.",
    file: "chapters/06-poll/src/exercises/e1_full_house.rs",
    work: Work::Server {
        attempt: e1_full_house::serve,
        solution: solutions::e1_full_house::serve,
        checks: &[
            Check::new(
                THIRD,
                "Carol must not be accepted while there are two clients. Look at clients.len().",
            ),
            Check::new(
                THIRD,
                "Carol is in the backlog, so the listener is ready, and poll returns at once, for \
                 nothing. While there are two clients, ask the listener for nothing: its entry \
                 gets PollFlags::empty().",
            )
            .and(rests),
            Check::new(
                THIRD,
                "Carol is to wait in the backlog: accept her when one of the others has left, and \
                 not before.",
            )
            .and(two_at_most),
        ],
    },
}];

const THIRD: Script = Script {
    title: "Carol is the third. She is served when Alice has left.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears_nothing(),
        ALICE.closes(),
        CAROL.hears("hello\n"),
        Act::Together(&[BOB.closes(), CAROL.closes()]),
    ],
};

/// Never were there more than two clients that the server had accepted.
fn two_at_most(recording: &Recording) -> bool {
    let mut clients = 0;
    recording.returned().all(|call| {
        match call.kind {
            Kind::Accept4 if call.outcome.made().is_some() => clients += 1,
            Kind::Close => clients -= 1,
            _ => {}
        }
        clients <= 2
    })
}

/// The server does not go round and round.
fn rests(recording: &Recording) -> bool {
    !recording.events.iter().any(|event| matches!(event, Event::Round { .. }))
}
