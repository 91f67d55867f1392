//! Chapter 15: more than one thread waits, and a client needs but one of them.

pub mod exam;
mod exercises;
mod measure;
mod s1_queue;
mod s2_herd;
mod s3_executors;
mod s4_exclusive;
mod s5_in_turn;
mod s6_rings;
mod s7_asked_again;
mod s8_end_of_line;
mod s9_places;
mod solutions;
mod worker;

use std::{env, process::ExitCode};

use guide::{
    ALICE, Act, BESIDE_OTHERS, BOB, CAROL, Chapter, DAVE, Language, Script, Step, TWO_CLIENTS,
};
use io_models::{cores, executor, uring};

/// From threads that each have one client to threads that stand in line for the next one.
pub const CHAPTER: Chapter = Chapter::new(
    15,
    "Many cores",
    &[
        Step::new(
            "queue",
            "Three threads wait in accept: each gets one client, and the fourth waits.",
            s1_queue::serve,
            &[IN_A_ROW],
        )
        .speaks(Language::Echo)
        .fails("a_fourth_client"),
        Step::new(
            "herd",
            "The listener is on three lists: one client wakes three threads.",
            s2_herd::serve,
            &[ONE_COMES],
        )
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("one_client_wakes_one"),
        Step::new(
            "executors",
            "An executor in each thread, and a task in each that accepts: the herd again.",
            s3_executors::serve,
            &[ONE_COMES],
        )
        .needs(executor::MODEL.available)
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("one_client_wakes_one"),
        Step::new(
            "exclusive",
            "EPOLLEXCLUSIVE: one client wakes one thread, and always the same one.",
            s4_exclusive::serve,
            &[TWO_COME, AT_ONCE],
        )
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("clients_are_shared_out"),
        Step::new(
            "in-turn",
            "One thread accepts, and hands the clients out in turn.",
            s5_in_turn::serve,
            &[TWO_COME],
        )
        .shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "rings",
            "A ring in each thread: one request for all clients, and the first ring gets them.",
            s6_rings::serve,
            &[TWO_COME],
        )
        .needs(uring::MODEL.available)
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("clients_are_shared_out"),
        Step::new(
            "asked-again",
            "A request for each client: the ring that asks again goes to the end of the line.",
            s7_asked_again::serve,
            &[TWO_COME],
        )
        .needs(uring::MODEL.available)
        .shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "end-of-line",
            "A list that has taken a client goes to the end of the line, and nobody hands out.",
            s8_end_of_line::serve,
            &[TWO_COME],
        )
        .shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "places",
            "The finished server, with places for two clients in all threads together.",
            s9_places::serve,
            &[A_PLACE],
        )
        .needs(cores::MODEL.available)
        .shows_kernel(),
        Step::new(
            "cores",
            "The finished server: each thread a list, all threads one line and one store.",
            cores::serve,
            &[TWO_CLIENTS],
        )
        .needs(cores::MODEL.available)
        .shows_kernel()
        .counts(BESIDE_OTHERS)
        .lists(),
    ],
)
.exercises(exercises::EXERCISES)
.serves_in_threads()
.does_more(measure::LINES);

/// Plays the chapter, or measures.
#[must_use]
pub fn run() -> ExitCode {
    match env::args().nth(1) {
        Some(word) if word == "measure" => measure::main(),
        _ => CHAPTER.run(),
    }
}

const IN_A_ROW: Script = Script {
    title: "Alice, Bob and Carol come, one after the other. Dave is the fourth.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        DAVE.connects(),
        DAVE.sends("hello\n"),
        DAVE.hears_nothing(),
        BOB.closes(),
        DAVE.hears("hello\n"),
        Act::Together(&[ALICE.closes(), CAROL.closes(), DAVE.closes()]),
    ],
};

const ONE_COMES: Script = Script {
    title: "Alice says hello.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n"), ALICE.closes()],
};

const TWO_COME: Script = Script {
    title: "Alice and Bob come, one after the other, and say hello.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
    ],
};

const AT_ONCE: Script = Script {
    title: "Alice and Bob come at once.",
    acts: &[Act::Together(&[ALICE.connects(), BOB.connects()])],
};

const A_PLACE: Script = Script {
    title: "There are places for two, and Carol is the third.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        CAROL.connects(),
        CAROL.sends("PING\r\n"),
        CAROL.hears_nothing(),
        ALICE.closes(),
        CAROL.hears("+PONG\r\n"),
    ],
};
