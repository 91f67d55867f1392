//! A server's protocol, with the waiting left out.
//!
//! ```
//! use socket_core::{buffer::Buffer, limits::Limits, session::{Nothing, Session, Want}};
//!
//! // No heap, no socket, no clock: two arrays, and a handler that stores nothing.
//! let mut session = Session::new(Buffer::new([0; 512]), Buffer::new([0; 512]), Limits::default());
//! assert_eq!(session.want(), Want::Read);
//!
//! session.inbox()[..6].copy_from_slice(b"PING\r\n");
//! session.received(6, &mut Nothing);
//! assert_eq!(session.want(), Want::Write);
//! assert_eq!(session.outbox(), b"+PONG\r\n");
//! ```
//!
//! It reads requests of RESP2 and RESP3 (the protocol of redis) from bytes, runs them on a
//! [`session::Handler`] and writes the replies as bytes; [`session::Session::want`] says what to
//! do next. It refuses to wait: there is no clock, no thread and no log in it, and the protocol
//! knows no descriptor. Whoever calls it decides how to wait, and that is what an I/O model is.
//!
//! Features, both off by default:
//! - `alloc`: storage that grows on demand, and the store.
//! - `net`: sockets as system calls, with the errno rules in one place.

#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

pub mod buffer;
pub mod command;
pub mod frame;
pub mod limits;
#[cfg(feature = "net")]
pub mod net;
pub mod reply;
pub mod session;
#[cfg(feature = "alloc")]
pub mod store;
pub mod version;
