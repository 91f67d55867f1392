//! Each task of the server from stop to stop: how far it has got, and what is told of it.

pub(crate) mod log;
mod on_stop;
mod rest;
pub(crate) mod rounds;
pub(crate) mod task;
