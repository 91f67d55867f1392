//! From numbers in registers to a call that says what it asks, of whom, and what came of it.

pub(crate) mod call;
mod copies;
mod datagram;
pub(crate) mod entry;
pub(crate) mod exit;
pub(crate) mod interest;
pub(crate) mod limit;
pub(crate) mod names;
pub(crate) mod pieces;
pub(crate) mod ports;
mod ring;
pub(crate) mod rings;
mod signal;
pub(crate) mod strangers;
pub(crate) mod view;
