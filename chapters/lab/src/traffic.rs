//! The load: clients of our own, in one thread, on another core than the server.
//!
//! There are never more of them, nor for longer, nor faster, than was asked; they connect to a
//! loopback address and to no other.

mod client;
mod clients;
mod closed;
mod heard;
mod open;
mod request;
mod visits;

pub use clients::Clients;
pub use heard::Heard;
pub use request::Request;
pub use visits::visit;
