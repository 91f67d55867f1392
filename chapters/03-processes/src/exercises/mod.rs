//! The exercises of chapter 3: what to do in the files beside this one, and what it must do then.

mod e1_reap;
mod e2_prefork;

use std::{io, os::fd::OwnedFd};

use guide::{
    ALICE, Act, BOB, CAROL, Check, DAVE, Exercise, Fault, Recording, Script, Work,
    recording::{Event, Kind},
};
use rustix::io::Errno;
use socket_core::net::{self, Transfer};

use crate::solutions;

/// What accept(2) says when its socket does not listen any more.
const EINVAL: i32 = Errno::INVAL.raw_os_error();

/// The table of `cargo run -p chapter-3 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "reap",
        task: "Reap the children that have ended, each time that a client comes.",
        file: "chapters/03-processes/src/exercises/e1_reap.rs",
        work: Work::Server {
            attempt: e1_reap::serve,
            solution: solutions::e1_reap::serve,
            checks: &[
                Check::new(
                    FIRST,
                    "Alice is the first: there is no child to ask for, and wait(2) says ECHILD. \
                     That is an answer, and no error of the server's.",
                ),
                Check::new(
                    LEFT,
                    "When accept has returned, ask how a child has ended: rustix::process::wait \
                     is the call.",
                )
                .and(|recording| reaped(recording) == 1),
                Check::new(
                    STAYS,
                    "The server sleeps until Alice's child ends, and Bob with it. \
                     WaitOptions::NOHANG asks and does not wait.",
                ),
                Check::new(BOTH_LEFT, "One call reaps one child: ask again until there is none.")
                    .and(|recording| reaped(recording) == 2),
                Check::new(
                    ALL_LEFT,
                    "Three have ended now. No number of calls that you know beforehand is right: \
                     ask again until there is none.",
                )
                .and(|recording| reaped(recording) == 3),
            ],
        },
    },
    Exercise {
        name: "prefork",
        task: "Fork two children before the first client comes, and replace one that dies.",
        file: "chapters/03-processes/src/exercises/e2_prefork.rs",
        work: Work::Server {
            attempt: e2_prefork::serve,
            solution: solutions::e2_prefork::serve,
            checks: &[
                Check::new(
                    AT_ONCE,
                    "Fork twice; each child runs serve_clients on the listener that it has \
                     inherited, and the parent waits for the end of a child.",
                )
                .and(|recording| forks(early(recording)) == 2),
                Check::new(
                    AGAIN,
                    "A child that has served a client takes the next one. Nobody forks for a \
                     client.",
                )
                .and(|recording| forks(&recording.events) == 2),
                Check::new(
                    DIES,
                    "When a wait has told the parent of a child's end, it forks another one, and \
                     waits again.",
                )
                .and(|recording| forks(&recording.events) == 3 && reaped(recording) == 1),
                Check::new(
                    DIES_AGAIN,
                    "The child that was forked in the place of another one can die, too. The \
                     parent waits again, and forks again, each time.",
                )
                .and(|recording| forks(&recording.events) == 4 && reaped(recording) == 2),
                Check::new(
                    STOPS,
                    "A child whose accept says that the server must stop (Accepted::Stopped) ends \
                     with status 0. Nobody forks another one in its place, or the server would \
                     never end.",
                )
                .with(Fault::Fail { nth: 0, errno: EINVAL })
                .and(|recording| forks(&recording.events) == 2),
            ],
        },
    },
];

const FIRST: Script = Script {
    title: "Alice is the first, and is served.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n")],
};

const LEFT: Script = Script {
    title: "Alice has left. When Bob comes, her child is reaped.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        ALICE.closes(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
    ],
};

const STAYS: Script = Script {
    title: "Alice stays, and says nothing. Bob is served, and then Carol.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const BOTH_LEFT: Script = Script {
    title: "Alice and Bob have left. When Carol comes, both children are reaped.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const ALL_LEFT: Script = Script {
    title: "Alice, Bob and Carol have left. When Dave comes, all three children are reaped.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        Act::Together(&[ALICE.closes(), BOB.closes(), CAROL.closes()]),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears("hello\n"),
    ],
};

const AT_ONCE: Script = Script {
    title: "The children are there before Alice and Bob, who are served at once.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
    ],
};

const AGAIN: Script = Script {
    title: "Alice has left. Carol gets her child.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.closes(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const DIES: Script = Script {
    title: "Alice meets a bug, and her child dies. Carol gets a new one.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("boom\n"),
        ALICE.hears_end(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const DIES_AGAIN: Script = Script {
    title: "Alice meets a bug, and then Bob does. Both of their children are replaced.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("boom\n"),
        ALICE.hears_end(),
        BOB.connects(),
        BOB.sends("boom\n"),
        BOB.hears_end(),
        CAROL.connects(),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const STOPS: Script = Script {
    title: "The listener stops: one child's accept fails with EINVAL. Nobody forks again.",
    acts: &[ALICE.connects(), ALICE.closes()],
};

/// An echo with the bug that every program has: it ends its process.
pub(crate) fn echo_with_a_bug(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        if &bytes[..received] == b"boom\n" {
            return Err(io::Error::other("a bug"));
        }
        net::send(client, &bytes[..received])?;
    }
    Ok(())
}

/// How many waits have told of the end of a child.
fn reaped(recording: &Recording) -> usize {
    let waits = recording.returned().filter(|call| call.kind.waits_for_child());
    waits.filter(|call| call.outcome.task().is_some()).count()
}

fn forks(events: &[Event]) -> usize {
    events.iter().filter_map(Event::returned).filter(|call| call.kind == Kind::Fork).count()
}

/// What happened before the first client came.
fn early(recording: &Recording) -> &[Event] {
    let is_client = |event: &Event| matches!(event, Event::Client { .. });
    let first = recording.events.iter().position(is_client);
    &recording.events[..first.unwrap_or(0)]
}
