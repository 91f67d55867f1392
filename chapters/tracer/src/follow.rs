//! Each task of the server from stop to stop: how far it has got, and what is told of it.

pub(crate) mod clock;
mod due;
pub(crate) mod entry;
pub(crate) mod handover;
mod how;
mod interruption;
pub(crate) mod join;
pub(crate) mod lane;
mod lives;
pub(crate) mod log;
mod naps;
mod newcomers;
mod notice;
mod on_stop;
mod patience;
pub(crate) mod pending;
mod rest;
pub(crate) mod rounds;
pub(crate) mod sight;
pub(crate) mod task;
pub(crate) mod timers;
mod to_first;
