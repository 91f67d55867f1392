//! Plays a script with a cast of clients against a server, and records what both do.
//!
//! ```no_run
//! use play::{ALICE, Fault, Script, Target, play};
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
//! fn main() -> Result<(), play::Trouble> {
//!     play::enter(&[("epoll", io_models::epoll::serve)]); // this program again, as the server
//!     let played = play(&Target::Known("epoll".to_owned()), &PING, Fault::None)?;
//!     println!("{} events", played.recording.events.len());
//!     Ok(())
//! }
//! ```
//!
//! A client acts only when the server is at rest, so a recording is the same on every run, on any
//! machine. A slow request should take half a second or more: the clients must have acted before
//! its end.
//!
//! It refuses to be seen: no server has a line for its sake.

mod arrival;
mod client;
mod director;
mod file;
mod live;
mod ordeal;
mod played;
mod program;
mod repertoire;
mod script;
mod server;
mod server_side;
mod start;
mod target;
mod trouble;
pub mod written;

pub use director::{play, play_in_detail};
pub use live::{name, serve_command, serve_known};
pub use ordeal::{Finding, KINDS, Plan, Report, ordeal};
pub use played::Played;
pub use repertoire::{
    BESIDE_OTHERS, BOTH_ASK, ONE_CLIENT, PIECES, PING, REPERTOIRE, RESET, SHARED_STORE,
    SLOW_REQUEST, TWO_CLIENTS,
};
pub use script::{ALICE, Act, BOB, CAROL, Client, DAVE, Line, Script, Text, crowd, file_changes};
pub use server_side::{Serve, enter};
pub use target::Target;
pub use tracer::{Detail, Doing, Fault, LeftWhole, Live, News, Refused, tracefs};
pub use trouble::Trouble;
