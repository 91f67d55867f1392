//! Plays a server's steps with a cast of clients, and writes down its system calls.

mod arguments;
mod backstage;
mod chapter;
mod client;
mod director;
mod json;
mod paint;
mod quote;
pub mod recording;
mod run;
mod script;
mod serve;
mod stage;
mod talk;
mod trace;
mod transcript;
mod trouble;

pub use backstage::Part;
pub use chapter::{Chapter, Serve, Step};
pub use director::{Played, play};
pub use paint::Paint;
pub use recording::Recording;
pub use script::{ALICE, Act, BOB, CAROL, Client, DAVE, Line, Script, Text};
pub use stage::enter;
pub use trace::torture::Fault;
pub use transcript::transcript;
pub use trouble::Trouble;
