//! Chapter 14: can the second copy be saved? Each way that Linux has, and who says whether there was
//! a copy.

pub mod exam;
mod exercises;
mod file;
mod measure;
mod option;
mod pages;
mod ring;
mod s1_copied;
mod s2_asked;
mod s3_sendfile;
mod s4_splice;
mod s5_mapped;
mod s6_ring;
mod solutions;
mod window;
mod zerocopy;

use std::{env, process::ExitCode};

use guide::{ALICE, BOB, Chapter, Language, Script, Step, file_changes};
use io_models::epoll;

/// From two copies of bytes that nobody looks at to the copies that are our own.
pub const CHAPTER: Chapter = Chapter::new(
    14,
    "the second copy",
    &[
        Step::new(
            "copied",
            "A file is read and sent: two copies of bytes that nobody looks at.",
            s1_copied::serve,
            &[HEARS_THE_OLD],
        )
        .shows_kernel()
        .speaks(Language::Own),
        Step::new(
            "asked",
            "MSG_ZEROCOPY: the kernel copies all the same, and says so.",
            s2_asked::serve,
            &[HEARS_THE_OLD],
        )
        .speaks(Language::Own),
        Step::new(
            "sendfile",
            "The file's own pages are sent.",
            s3_sendfile::serve,
            &[HEARS_THE_NEW],
        )
        .speaks(Language::Own),
        Step::new(
            "splice",
            "A relay that never holds a byte of what it passes on.",
            s4_splice::serve,
            &[RELAYED],
        )
        .shows_kernel()
        .speaks(Language::Own),
        Step::new(
            "mapped",
            "Whole pages come into memory as they are, if the sender helps.",
            s5_mapped::serve,
            &[SENDS, LENDS],
        )
        .shows_kernel()
        .speaks(Language::Own),
        Step::new(
            "ring",
            "SEND_ZC: two completions, and the second says that there was a copy.",
            s6_ring::serve,
            &[HEARS_THE_OLD],
        )
        .needs(s6_ring::available)
        .speaks(Language::Own),
        Step::new(
            "moved",
            "The finished server: the copies that are ours are gone.",
            epoll::serve,
            &[STORED],
        )
        .shows_kernel(),
    ],
)
.exercises(exercises::EXERCISES)
.does_more(measure::LINES);

/// Plays the chapter, or measures.
#[must_use]
pub fn run() -> ExitCode {
    match env::args().nth(1) {
        Some(word) if word == "measure" => measure::main(),
        _ => CHAPTER.run(),
    }
}

const HEARS_THE_OLD: Script = Script {
    title: "The file changes after it was sent. What does Bob hear?",
    acts: &[
        BOB.connects(),
        BOB.sends("file?\n"),
        file_changes("new\n"),
        BOB.hears("old\n"),
        BOB.closes(),
    ],
};

const HEARS_THE_NEW: Script = Script {
    title: HEARS_THE_OLD.title,
    acts: &[
        BOB.connects(),
        BOB.sends("file?\n"),
        file_changes("new\n"),
        BOB.hears("new\n"),
        BOB.closes(),
    ],
};

const RELAYED: Script = Script {
    title: "Alice sends her file, and it changes before Bob listens.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends_file("old\n"),
        ALICE.writes_file("new\n"),
        BOB.hears("new\n"),
        ALICE.sends("bye\n"),
        BOB.hears("bye\n"),
        ALICE.closes(),
        BOB.hears_end(),
    ],
};

/// Of 16 bytes, so that there are 256 in a page of 4 KiB.
const LINE: &str = "fifteen letters\n";

const SENDS: Script = Script {
    title: "Alice sends 313 lines.",
    acts: &[
        ALICE.connects(),
        ALICE.sends_times(LINE, 313),
        ALICE.hears("313 lines copied\n"),
        ALICE.closes(),
    ],
};

const LENDS: Script = Script {
    title: "Alice lends the kernel the memory that her 313 lines are in.",
    acts: &[
        ALICE.connects(),
        ALICE.lends(LINE, 313),
        ALICE.hears("256 lines mapped\n57 lines copied\n"),
    ],
};

const STORED: Script = Script {
    title: "Alice stores a large value, and Bob reads it.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$25600\r\n"),
        ALICE.sends_times(LINE, 1_600),
        ALICE.sends("\r\n"),
        ALICE.hears("+OK\r\n"),
        BOB.sends("GET k\r\n"),
        BOB.hears("$25600\r\n"),
        BOB.hears_times(LINE, 1_600),
        BOB.hears("\r\n"),
    ],
};
