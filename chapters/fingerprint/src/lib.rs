//! Which model a server is, read from what it did: it is played a small repertoire, and what was
//! recorded is looked at. No word of a transcript is read, only the data.
//!
//! ```no_run
//! use fingerprint::fingerprint;
//! use play::Target;
//!
//! fn main() -> Result<(), play::Trouble> {
//!     let server = Target::Command(["redis-server", "--port", "{port}"].map(Into::into).into());
//!     let seen = fingerprint(&server, None, |_, _| ())?;
//!     println!("{seen}"); // epoll: one task waits for all clients in epoll_wait, level-triggered.
//!     Ok(())
//! }
//! ```
//!
//! It refuses to guess: what is written as a loop of callbacks or as tasks may make the very calls of
//! another model, and then it says so.

mod conversation;
mod evidence;
mod facts;
mod fingerprint;
mod json;
mod model;
mod noticed;
mod quote;
mod report;
mod scene;
mod seen;
mod way;

pub use facts::{Facts, Kin};
pub use fingerprint::{Fingerprint, fingerprint};
pub use model::Model;
pub use noticed::{Notice, Trait};
pub use quote::Quote;
pub use scene::Scene;
pub use seen::Seen;
pub use way::Way;
