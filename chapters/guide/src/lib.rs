//! Plays a server's steps with a cast of clients, and writes down its system calls.

mod arguments;
mod backstage;
mod chapter;
mod client;
mod director;
mod json;
mod paint;
mod program;
mod quote;
pub mod recording;
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

pub use backstage::Part;
pub use chapter::{Chapter, Language, Serve, Step};
pub use director::{Played, play};
pub use paint::Paint;
pub use program::program;
pub use recording::Recording;
pub use repertoire::REPERTOIRE;
pub use script::{ALICE, Act, BOB, CAROL, Client, DAVE, Line, Script, Text};
pub use stage::enter;
pub use torture::{Finding, Torment, torture};
pub use trace::torture::Fault;
pub use transcript::transcript;
pub use trouble::Trouble;
