//! The exercises of chapter 15: what to do in the files beside this one, and what it must do then.

mod e1_fewest;
mod e2_steal;

use guide::{
    ALICE, BOB, CAROL, Check, DAVE, Exercise, Recording, Script, Work, crowd, recording::Kind,
};

use crate::{exam, solutions};

/// The table of `cargo run -p chapter-15 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "fewest",
        task: "A new client goes to the worker that has the fewest clients now.",
        file: "chapters/15-cores/src/exercises/e1_fewest.rs",
        work: Work::Server {
            attempt: e1_fewest::serve,
            solution: solutions::e1_fewest::serve,
            checks: &[
                Check::new(
                    BOB_LEFT,
                    "Bob has left, so his worker has no client. A worker tells how many it \
                     has: Worker::clients.",
                )
                .and(dave_has_bobs_worker),
                Check::new(ALL_STAY, "While workers are without a client, none gets a second one.")
                    .and(three_workers),
                Check::new(
                    ONE_IS_LEFT,
                    "No worker is without a client, but Bob's has one and the others have two: \
                     compare their numbers.",
                )
                .and(dave_has_bobs_worker),
            ],
        },
    },
    Exercise {
        name: "steal",
        task: "A thread that has nothing to poll takes a task out of the fullest queue.",
        file: "chapters/15-cores/src/exercises/e2_steal.rs",
        work: Work::Code {
            attempt: || exam::steals(e2_steal::next),
            solution: || exam::steals(solutions::e2_steal::next),
        },
    },
];

const BOB_LEFT: Script = Script {
    title: "Bob leaves, and Dave takes his place.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        CAROL.connects(),
        BOB.closes(),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears("hello\n"),
    ],
};

const ALL_STAY: Script = Script {
    title: "Alice, Bob and Carol say hello.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        CAROL.sends("hello\n"),
        CAROL.hears("hello\n"),
    ],
};

const ONE_IS_LEFT: Script = Script {
    title: "Each worker has two clients. Bob leaves, and Dave takes his place.",
    acts: &[
        crowd(3),
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        CAROL.connects(),
        BOB.closes(),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears("hello\n"),
    ],
};

/// Who received from the client first.
fn worker_of(recording: &Recording, client: &str) -> Option<usize> {
    let client = recording.client(client);
    let mut received = recording.returned().filter(|call| call.kind == Kind::Recvfrom);
    received.find(|call| call.subject == client).map(|call| call.by)
}

fn dave_has_bobs_worker(recording: &Recording) -> bool {
    worker_of(recording, "dave").is_some_and(|by| Some(by) == worker_of(recording, "bob"))
}

fn three_workers(recording: &Recording) -> bool {
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|name| worker_of(recording, name));
    alice != bob && bob != carol && carol != alice
}
