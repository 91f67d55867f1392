//! The exercises of chapter 5: what to do in the files beside this one, and what it must do then.

mod e1_copy;
mod e2_set;
mod e3_refuse;

use std::{
    fs::File,
    io,
    os::fd::{AsFd, OwnedFd},
};

use guide::{
    ALICE, BOB, CAROL, Check, DAVE, Exercise, Flaw, Recording, Script, Work,
    recording::{Event, Kind},
};
use io_models::{Server, select::FdSet};
use socket_core::net;

use crate::{
    echo::two_clients,
    files::serve_beside_files,
    s3_everyone::{turns, wait},
    solutions,
};

pub(crate) use e2_set::Bits;

/// The table of `cargo run -p chapter-5 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "copy",
        task: "The set was made once, before the loop: pass it again and again, and lose nobody.",
        file: "chapters/05-select/src/exercises/e1_copy.rs",
        work: Work::Server {
            attempt: |server| with_a_set(&server.listener, e1_copy::serve),
            solution: |server| with_a_set(&server.listener, solutions::e1_copy::serve),
            checks: &[
                Check::new(
                    BOTH,
                    "The kernel writes its answer into the set that you pass. Keep the original \
                     out of its reach: an FdSet can be cloned.",
                ),
                Check::new(
                    BOTH,
                    "A receive waits, for a client that select has not named. Receive from those \
                     alone that are in the set when it comes back.",
                )
                .and(waits_in_select_alone),
                Check::new(
                    BOTH,
                    "The set that was made before the loop has the listener in it as well, and yours \
                     has not: don't make one anew, clone the one that you are given.",
                )
                .and(passes_the_whole_set),
            ],
        },
    },
    Exercise {
        name: "set",
        task: "Build a set of descriptors out of bits.",
        file: "chapters/05-select/src/exercises/e2_set.rs",
        work: Work::Code { attempt: || is_a_set(&ATTEMPT), solution: || is_a_set(&SOLUTION) },
    },
    Exercise {
        name: "refuse",
        task: "Turn away each client that does not fit into a set, with the line \"no room\".",
        file: "chapters/05-select/src/exercises/e3_refuse.rs",
        work: Work::Server {
            attempt: |server| {
                serve_beside_files(1021, server, |server| everyone(&server, e3_refuse::accept))
            },
            solution: |server| {
                serve_beside_files(1021, server, |server| {
                    everyone(&server, solutions::e3_refuse::accept)
                })
            },
            checks: &[
                Check::new(
                    CAROL_LEAVES,
                    "FdSet::has_room_for says whether a client fits. One that does not must not \
                     come into the list: to drop its socket is to close it.",
                ),
                Check::new(
                    CAROL_IS_TOLD,
                    "Before you close the connection, send the line \"no room\\n\".",
                ),
                Check::new(
                    DAVE_HAS_ROOM,
                    "When somebody has left, there is room again: look at each new descriptor, \
                     and don't count.",
                ),
                Check::new(
                    THREE_HAVE_ROOM,
                    "How many clients there are tells nothing: a file of the program was closed, \
                     so there is room for a third. Look at the number of the new descriptor.",
                ),
            ],
        },
    },
];

/// Lets somebody serve two clients, with a set of these and of the listener.
fn with_a_set(
    listener: &OwnedFd,
    serve: for<'fd> fn(&'fd [OwnedFd], FdSet<'fd>) -> io::Result<()>,
) -> io::Result<()> {
    let clients = two_clients(listener)?;
    let mut set = FdSet::new();
    for descriptor in clients.iter().chain([listener]) {
        set.insert(descriptor.as_fd())?;
    }
    serve(&clients, set)
}

/// Serves all clients that `accept` takes. When the first has left, a file is closed as well.
fn everyone(
    server: &Server,
    accept: fn(&OwnedFd, &mut Vec<OwnedFd>) -> io::Result<bool>,
) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let mut file = Some(File::open("/proc/self/exe")?);
    let mut clients = Vec::new();
    loop {
        let (comes, ready) = wait(&server.listener, &clients)?;
        let before = clients.len();
        clients = turns(clients, ready)?;
        file = file.filter(|_| clients.len() == before);
        if comes && !accept(&server.listener, &mut clients)? {
            return Ok(());
        }
    }
}

const BOTH: Script = Script {
    title: "Alice speaks, then Bob, then Alice.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.sends("bye\n"),
        ALICE.hears("bye\n"),
    ],
};

const CAROL_LEAVES: Script = Script {
    title: "There is room for two. Alice is served when Carol has come.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
    ],
};

const CAROL_IS_TOLD: Script = Script {
    title: "There is room for two. Carol is told so.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.hears("no room\n"),
        CAROL.hears_end(),
    ],
};

const DAVE_HAS_ROOM: Script = Script {
    title: "There is room for two. Bob leaves, and Dave comes.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.hears("no room\n"),
        CAROL.hears_end(),
        BOB.closes(),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears("hello\n"),
    ],
};

const THREE_HAVE_ROOM: Script = Script {
    title: "Bob leaves, and a file is closed. Alice, Carol and Dave have room.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.closes(),
        CAROL.connects(),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears("hello\n"),
    ],
};

/// No receive waits: each client was ready.
fn waits_in_select_alone(recording: &Recording) -> bool {
    !recording.events.iter().any(|event| match event {
        Event::Call(call) => call.kind == Kind::Recvfrom && !call.has_returned(),
        _ => false,
    })
}

/// Each select is passed all three, also those that were not ready the last time.
fn passes_the_whole_set(recording: &Recording) -> bool {
    recording.returned().all(|call| match &call.kind {
        Kind::Select(set) => set.len() == 3,
        _ => true,
    })
}

/// Somebody's four functions.
struct Set {
    insert: fn(&mut Bits, usize) -> bool,
    remove: fn(&mut Bits, usize),
    contains: fn(&Bits, usize) -> bool,
    end: fn(&Bits) -> usize,
}

const ATTEMPT: Set = Set {
    insert: e2_set::insert,
    remove: e2_set::remove,
    contains: e2_set::contains,
    end: e2_set::end,
};

const SOLUTION: Set = Set {
    insert: solutions::e2_set::insert,
    remove: solutions::e2_set::remove,
    contains: solutions::e2_set::contains,
    end: solutions::e2_set::end,
};

fn is_a_set(&Set { insert, remove, contains, end }: &Set) -> Result<(), Flaw> {
    let bits = &mut Bits::default();
    so(insert(bits, 3) && contains(bits, 3), "3 was inserted, and is not there.", WORD)?;
    so(!contains(bits, 67), "Only 3 was inserted, but 67 is there.", WORD)?;
    so(insert(bits, 4) && contains(bits, 3), "4 was inserted, and 3 is gone.", KEEP)?;
    remove(bits, 4);
    so(!contains(bits, 4) && contains(bits, 3), "4 was removed, and 3 was not.", CLEAR)?;
    so(insert(bits, 1023) && contains(bits, 1023), "1023 fits, and is not there.", WORD)?;
    so(!insert(bits, 1024), "1024 was inserted.", ROOM)?;
    so(!contains(bits, 1024), "1024 is there.", ROOM)?;
    remove(bits, 1024 + 3);
    so(contains(bits, 3), "1027 was removed, which was not there, and now 3 is gone.", ROOM)?;
    so(end(bits) == 1024, "The end is not 1024, though 1023 is there.", END)?;
    remove(bits, 1023);
    so(!contains(bits, 1023) && contains(bits, 3), "1023 was removed, and 3 was not.", WORD)?;
    so(end(bits) == 4, "The end is not 4, though 3 is the highest.", END)?;
    remove(bits, 5);
    so(!contains(bits, 5), "5 was removed, and now it is there.", CLEAR)?;
    so(contains(bits, 3), "5 was removed, which was not there, and now 3 is gone.", CLEAR)?;
    remove(bits, 3);
    so(end(bits) == 0, "The end is not 0, though nothing is there.", END)
}

const WORD: &str = "Find the word first: number / 64. Then the bit in it: number % 64.";
const ROOM: &str = "There is no word for it: say false, and write nowhere. bits.get(n) tells.";
const END: &str = "Look for the highest number that is there; the end is one more.";
const KEEP: &str = "To put a bit in is to keep all others: `|= 1 << n`.";
const CLEAR: &str = "To take a bit away is to keep all others: `&= !(1 << n)`.";

fn so(is_so: bool, what: &str, hint: &str) -> Result<(), Flaw> {
    if is_so { Ok(()) } else { Err(Flaw::new(what.to_owned(), hint.to_owned())) }
}
