//! Plays a server's steps with a cast of clients, and writes down its system calls.
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
//! The server runs in a process of its own under ptrace(2). A client acts only when the server is
//! at rest, so a transcript is the same on every run, on any machine. A slow request should take
//! half a second or more: the clients must have acted before its end.
//!
//! The guide refuses to be seen: no server has a line for its sake. It shows no times, ports,
//! process numbers or descriptor numbers, and no call that has nothing to do with waiting.

mod arguments;
mod arrival;
mod backstage;
mod chapter;
mod client;
mod counts;
mod datagrams;
mod director;
mod exercise;
mod paint;
mod program;
mod quote;
mod repertoire;
mod run;
mod script;
mod serve;
mod stage;
mod talk;
mod torture;
mod trace;
mod transcript;
mod trouble;
mod words;
mod wrap;

pub use backstage::Part;
pub use chapter::{Chapter, Language, Serve, Step};
pub use counts::{Counts, table};
pub use director::{Played, play};
pub use exercise::{Author, Check, Exam, Exercise, Flaw, Work};
pub use paint::Paint;
pub use program::program;
pub use recording::{self, Recording};
pub use repertoire::{BESIDE_OTHERS, REPERTOIRE, SLOW_REQUEST, TWO_CLIENTS};
pub use script::{ALICE, Act, BOB, CAROL, Client, DAVE, Line, Script, Text, crowd};
pub use stage::enter;
pub use torture::{Finding, Torment, torture};
pub use trace::torture::Fault;
pub use transcript::transcript;
pub use trouble::Trouble;
