//! One server, written once for every way of waiting.
//!
//! ```
//! use io_models::{Server, epoll, shutdown};
//!
//! let listener = socket_core::net::listen("127.0.0.1:0".parse()?)?;
//! let (stop, stopped) = shutdown::pair()?;
//! let server = Server::new(listener, stopped);
//!
//! let serving = std::thread::spawn(move || epoll::serve(server));
//! drop(stop);
//! serving.join().expect("the model does not panic")?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! Each model is one file that answers one question: *how do we wait?* All else they share: what
//! to do with a client ([`socket_core::session`]) and how to stop ([`shutdown`]). They refuse to
//! be watched from inside: there is no probe, counter or log line in them.
//!
//! Most of them wait with what only Linux has, and are there on Linux only.

mod blocked;
pub mod blocking;
pub mod callbacks;
mod clients;
mod connection;
#[cfg(target_os = "linux")]
pub mod cores;
mod data;
#[cfg(target_os = "linux")]
pub mod epoll;
#[cfg(target_os = "linux")]
pub mod executor;
#[cfg(target_os = "linux")]
pub mod fork;
mod in_parts;
#[cfg(target_os = "linux")]
pub mod inherited;
mod mask;
mod needed;
pub mod nonblocking;
pub mod poll;
#[cfg(target_os = "linux")]
pub mod processes;
mod recycled;
mod scarcity;
pub mod select;
mod server;
mod shared;
pub mod shutdown;
#[cfg(target_os = "linux")]
pub mod sigio;
#[cfg(target_os = "linux")]
pub mod signals;
mod slab;
#[cfg(target_os = "linux")]
mod sync;
pub mod threads;
mod timers;
#[cfg(target_os = "linux")]
pub mod uring;

pub use recycled::Recycled;
pub use server::{Limits, Model, Room, Server};

/// Every model, in the order of the chapters.
pub const MODELS: &[Model] = &[
    blocking::MODEL,
    threads::MODEL,
    #[cfg(target_os = "linux")]
    processes::MODEL,
    nonblocking::MODEL,
    select::MODEL,
    poll::MODEL,
    #[cfg(target_os = "linux")]
    epoll::MODEL,
    #[cfg(target_os = "linux")]
    sigio::MODEL,
    #[cfg(target_os = "linux")]
    uring::MODEL,
    callbacks::MODEL,
    #[cfg(target_os = "linux")]
    executor::MODEL,
    #[cfg(target_os = "linux")]
    cores::MODEL,
];
