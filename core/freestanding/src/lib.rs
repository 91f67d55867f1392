//! A server with nothing below it but the kernel: no std, no alloc, no libc.
//!
//! Three servers, each in a file of its own, and each a program (`src/bin`): [`calls`] echoes what
//! one client says, and makes its system calls itself; [`one`] speaks the protocol with one client;
//! [`many`] with as many as it has places for, and keeps their data.
//!
//! A program also needs what a runtime would do: `start`, and `memory`. Both are there with the
//! feature `server`, on Linux on x86-64 only:
//! `cargo run -p freestanding --features server --profile freestanding --bin many`

#![no_std]

pub mod calls;
pub mod few;
pub mod many;
#[cfg(feature = "server")]
mod memory;
pub mod one;
#[cfg(feature = "server")]
pub mod start;
pub mod table;
