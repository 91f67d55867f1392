//! Chapter 8: the kernel says when, and nearly nothing else.

mod datagrams;
pub mod evidence;
mod exercises;
mod s1_handler;
mod s2_real_time;
mod s3_look_everywhere;
mod s4_too_late;
mod s5_one_read;
mod solutions;
mod streams;

use std::{env, process::ExitCode};

use guide::{
    ALICE, Act, BESIDE_OTHERS, BOB, BOTH_ASK, CAROL, Chapter, Language, ONE_CLIENT, PING,
    SLOW_REQUEST, Script, Step,
};
use io_models::sigio;

/// What the chapter's program does: `signals` counts them, all else is the table's.
#[must_use]
pub fn run() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("signals") => evidence::main(),
        _ => CHAPTER.run(),
    }
}

/// From a handler for datagrams to a server for streams that is driven by signals.
pub const CHAPTER: Chapter = Chapter::new(
    8,
    "Signals",
    &[
        Step::new(
            "handler",
            "A handler counts in an eventfd, and the program waits for the count.",
            s1_handler::serve,
            &[DATAGRAM, THREE_AT_ONCE],
        )
        .needs(sigio::MODEL.available)
        .speaks(Language::Datagrams)
        .shows_setup(),
        Step::new(
            "real-time",
            "No handler: each signal waits in a queue, is taken, and names the socket.",
            s2_real_time::serve,
            &[DATAGRAM, THREE_AT_ONCE],
        )
        .needs(sigio::MODEL.available)
        .shows_kernel()
        .speaks(Language::Datagrams)
        .fails("a_full_queue"),
        Step::new(
            "full-queue",
            "The same server, when no signal finds room in the queue.",
            s2_real_time::serve,
            &[NOT_HEEDED],
        )
        .needs(sigio::MODEL.available)
        .speaks(Language::Datagrams)
        .fails("a_full_queue")
        .signals_find_no_room(),
        Step::new(
            "look-everywhere",
            "SIGIO means that signals were lost: the server takes all that is there.",
            s3_look_everywhere::serve,
            &[THREE_AT_ONCE],
        )
        .needs(sigio::MODEL.available)
        .speaks(Language::Datagrams)
        .signals_find_no_room(),
        Step::new(
            "too-late",
            "Streams: a listener and its clients, each of them armed.",
            s4_too_late::serve,
            &[HELLO, EARLY],
        )
        .needs(sigio::MODEL.available)
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("bytes_before_arming"),
        Step::new(
            "one-read",
            "Each client is read once after it was armed, and once for each signal.",
            s5_one_read::serve,
            &[EARLY_READ, LONG],
        )
        .needs(sigio::MODEL.available)
        .speaks(Language::Echo)
        .fails("one_read_a_signal"),
        Step::new(
            "no-room",
            "The finished server, when no signal finds room in the queue.",
            sigio::serve,
            &[BOTH],
        )
        .needs(sigio::MODEL.available)
        .signals_find_no_room()
        .counts(BESIDE_OTHERS),
        Step::new(
            "sigio",
            "The finished server: a client that was named is tried until it has nothing more.",
            sigio::serve,
            &[ASKS, LAST_WORDS, SLOW_REQUEST],
        )
        .needs(sigio::MODEL.available)
        .counts(BESIDE_OTHERS),
    ],
)
.exercises(exercises::EXERCISES)
.does_more(evidence::HELP);

const DATAGRAM: Script = Script {
    title: "Alice sends a datagram.",
    acts: &[ALICE.opens(), ALICE.sends("hello\n"), ALICE.hears("hello\n")],
};

const THREE_AT_ONCE: Script = Script {
    title: "Three datagrams come before the server looks.",
    acts: &[
        ALICE.opens(),
        BOB.opens(),
        CAROL.opens(),
        Act::Together(&[ALICE.sends("one\n"), BOB.sends("two\n"), CAROL.sends("three\n")]),
        ALICE.hears("one\n"),
        BOB.hears("two\n"),
        CAROL.hears("three\n"),
    ],
};

const NOT_HEEDED: Script = Script {
    title: "Alice sends a datagram, and its signal finds no room.",
    acts: &[ALICE.opens(), ALICE.sends("hello\n"), ALICE.hears_nothing()],
};

const HELLO: Script = ONE_CLIENT.titled("Alice connects, and then says hello.");

const EARLY: Script = Script {
    title: "Alice says hello before her socket is armed.",
    acts: &[
        Act::Together(&[ALICE.connects(), ALICE.sends("hello\n")]),
        ALICE.hears_nothing(),
        ALICE.half_closes(),
        ALICE.hears("hello\n"),
        ALICE.hears_end(),
    ],
};

const EARLY_READ: Script = Script {
    title: "Alice says hello before her socket is armed.",
    acts: &[
        Act::Together(&[ALICE.connects(), ALICE.sends("hello\n")]),
        ALICE.hears("hello\n"),
        ALICE.closes(),
    ],
};

const LONG: Script = Script {
    title: "Alice sends 600 bytes, and one read takes 512.",
    acts: &[
        ALICE.connects(),
        ALICE.sends_times("x", 600),
        ALICE.hears_times("x", 512),
        ALICE.hears_nothing(),
        ALICE.half_closes(),
        ALICE.hears_times("x", 88),
        ALICE.hears_end(),
    ],
};

const BOTH: Script = BOTH_ASK.titled("Alice and Bob ask before the server looks.");

const ASKS: Script = PING.titled("Alice asks, and leaves.");

const LAST_WORDS: Script = Script {
    title: "Alice asks and ends her half before the server looks.",
    acts: &[
        ALICE.connects(),
        Act::Together(&[ALICE.sends("PING\r\n"), ALICE.half_closes()]),
        ALICE.hears("+PONG\r\n"),
        ALICE.hears_end(),
        ALICE.closes(),
    ],
};
