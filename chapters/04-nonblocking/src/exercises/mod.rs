//! The exercises of chapter 4: what to do in the files beside this one, and what it must do then.

mod e1_back_off;
mod e2_slow;

use std::{io, panic::catch_unwind, time::Duration};

use guide::{ALICE, BOB, Check, Exercise, Flaw, Recording, Script, Work, recording::Kind};
use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::solutions;

pub(crate) use e2_slow::Client;

/// The table of `cargo run -p chapter-4 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "back-off",
        task: "Pause longer after each round in which nothing came, up to a limit.",
        file: "chapters/04-nonblocking/src/exercises/e1_back_off.rs",
        work: Work::Code {
            attempt: || backs_off(e1_back_off::pause),
            solution: || backs_off(solutions::e1_back_off::pause),
        },
    },
    Exercise {
        name: "slow",
        task: "Let only the client that has asked for it wait for a slow request.",
        file: "chapters/04-nonblocking/src/exercises/e2_slow.rs",
        work: Work::Server {
            attempt: |server| in_turn(&server, e2_slow::turn),
            solution: |server| in_turn(&server, solutions::e2_slow::turn),
            checks: &[
                Check::new(
                    NOBODY_WAITS,
                    "Don't sleep: note when the request will be done, and end the turn. Look at \
                     the clock when the client's next turn comes.",
                )
                .and(bob_is_first),
                Check::new(
                    ONE_AFTER_THE_OTHER,
                    "While a client's request is not done, leave what it sends in the kernel: \
                     its replies must come in the order of its requests.",
                ),
            ],
        },
    },
];

/// Serves every client in turn.
fn in_turn(server: &Server, turn: fn(&mut Client) -> io::Result<bool>) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let mut clients = Vec::new();
    loop {
        match net::accept(&server.listener, Blocking::No)? {
            Accepted::Client(socket) => clients.push(Client { socket, done: None }),
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
        let mut stay = Vec::new();
        for mut client in clients {
            if turn(&mut client)? {
                stay.push(client);
            }
        }
        clients = stay;
    }
}

const NOBODY_WAITS: Script = Script {
    title: "Alice asks for something slow. Bob is served meanwhile.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("slow\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.hears("slow\n"),
    ],
};

fn bob_is_first(recording: &Recording) -> bool {
    let mut replies = recording.returned().filter(|call| call.kind == Kind::Sendto);
    replies.next().is_some_and(|call| call.subject == recording.client("bob"))
}

const ONE_AFTER_THE_OTHER: Script = Script {
    title: "Alice asks for something slow, and for something else. The replies keep the order.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("slow\n"),
        ALICE.sends("hello\n"),
        ALICE.hears("slow\nhello\n"),
    ],
};

fn backs_off(pause: fn(bool, Duration) -> Duration) -> Result<(), Flaw> {
    let [none, first, longest] = [0, 50, 10_000].map(Duration::from_micros);
    wants(pause, (false, none), first, "Begin with a pause of 50 microseconds.")?;
    wants(pause, (false, first), 2 * first, "Each pause is twice as long as the one before it.")?;
    wants(pause, (false, 2 * first), 4 * first, "Each is twice as long as the one before it.")?;
    wants(pause, (false, longest), longest, "No pause is longer than 10 milliseconds.")?;
    let twice = "Twice 6.4 milliseconds is too long: no pause is longer than 10 milliseconds.";
    wants(pause, (false, 128 * first), longest, twice)?;
    wants(pause, (true, longest), none, "When something has come, don't pause: ask again.")
}

fn wants(
    pause: fn(bool, Duration) -> Duration,
    (moved, before): (bool, Duration),
    wanted: Duration,
    hint: &str,
) -> Result<(), Flaw> {
    let found = match catch_unwind(|| pause(moved, before)) {
        Ok(found) if found == wanted => return Ok(()),
        Ok(found) => format!("was {found:?}"),
        Err(_) => "panicked, as standard error says".to_owned(),
    };
    let what = format!("pause({moved}, {before:?}) should have been {wanted:?}, but {found}.");
    Err(Flaw::new(what, hint.to_owned()))
}
