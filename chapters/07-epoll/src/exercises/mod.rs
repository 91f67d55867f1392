//! The exercises of chapter 7: what to do in the files beside this one, and what it must do then.

mod e1_two_descriptors;
mod e2_fair_edges;

use guide::{
    ALICE, Act, BOB, Check, Exercise, ONE_CLIENT, Recording, Script, Work,
    recording::{Change, Event, Flag, Kind},
};

use crate::solutions;

/// The table of `cargo run -p chapter-7 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "two-descriptors",
        task: "Two descriptors for each client, and a client that has gone is not reported.",
        file: "chapters/07-epoll/src/exercises/e1_two_descriptors.rs",
        work: Work::Server {
            attempt: e1_two_descriptors::serve,
            solution: solutions::e1_two_descriptors::serve,
            checks: &[
                Check::new(
                    GONE,
                    "The reader is closed, but its place on the list stays while the writer is \
                     open. Before the last turn ends, take the reader off the list with \
                     epoll::delete: echo::is_over says which turn was the last.",
                )
                .and(rests),
                Check::new(
                    END,
                    "The writer is a descriptor like the reader: as long as it is open, Alice \
                     does not hear the end. Take it out of the map, too.",
                ),
                Check::new(
                    END,
                    "Each client is to have two descriptors, and none of them may stay open when \
                     it has gone: a shutdown ends the connection, and keeps the descriptor.",
                )
                .and(both_are_closed),
            ],
        },
    },
    Exercise {
        name: "fair-edges",
        task: "Edge-triggered, with at most two receives a turn, and no byte stays behind.",
        file: "chapters/07-epoll/src/exercises/e2_fair_edges.rs",
        work: Work::Server {
            attempt: e2_fair_edges::serve,
            solution: solutions::e2_fair_edges::serve,
            checks: &[
                Check::new(
                    MUCH,
                    "Bob waits for all of Alice's bytes. End a turn after two receives.",
                )
                .and(bob_has_a_turn),
                Check::new(
                    ALL,
                    "What is left after two receives is not reported again. epoll::modify, with \
                     the same flags, makes the kernel look at the socket anew.",
                ),
                Check::new(
                    ALL,
                    "Level-triggered, the kernel reports what is left by itself. Keep EPOLLET: \
                     the exercise is about edges.",
                )
                .and(by_edges),
            ],
        },
    },
];

const GONE: Script = ONE_CLIENT.titled("Alice says hello, and leaves.");

const END: Script = Script {
    title: "Alice says that she will send no more, and hears the server's end.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        ALICE.half_closes(),
        ALICE.hears_end(),
    ],
};

const MUCH: Script = Script {
    title: "Alice sends ten receives' worth, and Bob one line.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        Act::Together(&[ALICE.sends_times("sixteen letters\n", 10), BOB.sends("hi\n")]),
        BOB.hears("hi\n"),
    ],
};

const ALL: Script = Script {
    title: "Alice sends ten receives' worth, and hears all of it.",
    acts: &[
        ALICE.connects(),
        ALICE.sends_times("sixteen letters\n", 10),
        ALICE.hears_times("sixteen letters\n", 10),
        ALICE.closes(),
    ],
};

/// The server does not go round and round.
fn rests(recording: &Recording) -> bool {
    !recording.events.iter().any(|event| matches!(event, Event::Round { .. }))
}

/// Alice's two descriptors are closed.
fn both_are_closed(recording: &Recording) -> bool {
    let alice = recording.client("alice");
    let closed = recording.returned().filter(|call| call.kind == Kind::Close);
    closed.filter(|call| call.subject == alice).count() == 2
}

/// Alice is always asked about edges.
fn by_edges(recording: &Recording) -> bool {
    let alice = recording.client("alice");
    let mut about = recording.returned().filter(|call| call.subject == alice);
    about.all(|call| match call.kind {
        Kind::EpollCtl { change: Change::Add | Change::Modify, events } => events.has(Flag::Edge),
        _ => true,
    })
}

/// Bob is received from before Alice has had her second turn.
fn bob_has_a_turn(recording: &Recording) -> bool {
    let bob = recording.client("bob");
    let mut received = recording.returned().filter(|call| call.kind == Kind::Recvfrom).take(3);
    received.any(|call| call.subject == bob)
}
