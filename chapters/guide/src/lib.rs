//! A chapter of the book: its steps, its exercises, and what its program does.
//!
//! A chapter's program is a table:
//!
//! ```no_run
//! use guide::{ALICE, Chapter, Script, Step};
//! use io_models::MODELS;
//!
//! const PING: Script = Script {
//!     title: "Alice asks and gets an answer.",
//!     acts: &[
//!         ALICE.connects(),
//!         ALICE.sends("PING\r\n"),
//!         ALICE.hears("+PONG\r\n"),
//!         ALICE.closes(),
//!     ],
//! };
//!
//! const STEPS: &[Step] = &[Step::new(
//!     "blocking",
//!     "One client at a time, from its first byte to its last.",
//!     MODELS[0].serve,
//!     &[PING],
//! )];
//!
//! fn main() -> std::process::ExitCode {
//!     Chapter::new(1, "Sockets", STEPS).run()
//! }
//! ```
//!
//! Each step is played ([`play`](mod@play)) and shown ([`show`]); what chapters need of both is
//! here under one name. The guide refuses to be seen: no server has a line for its sake.

mod chapter;
mod cli;
mod examine;
mod exercise;
mod failure;
mod language;
mod lines;
mod page;
mod permitted;
mod scene;
mod serve;
mod step;
mod talk;
mod wakes;
mod watch;

pub use chapter::Chapter;
pub use exercise::{Author, Check, Exam, Examined, Exercise, Flaw, Work};
pub use failure::{Failure, report};
pub use language::Language;
pub use lines::{line_to_show, no_lines};
pub use page::{source, write_page};
pub use permitted::{permitted, remark, take_detail};
pub use play::{
    ALICE, Act, BESIDE_OTHERS, BOB, BOTH_ASK, CAROL, Client, DAVE, Detail, Doing, Fault, Finding,
    KINDS, Line, ONE_CLIENT, PIECES, PING, Plan, Played, REPERTOIRE, RESET, Report, SHARED_STORE,
    SLOW_REQUEST, Script, Serve, TWO_CLIENTS, Target, Text, Trouble, crowd, enter, file_changes,
    ordeal, play, play_in_detail, tracefs, written,
};
pub use recording::{self, Recording};
pub use show::{
    Cause, Cells, Counts, Paint, Requests, Setup, align, beside, can_take_back, causes, columns,
    html, rows, table, transcript, transcript_with_lines,
};
pub use step::Step;
pub use wakes::Wakes;
pub use watch::{Manner, watch_process, watch_server};
