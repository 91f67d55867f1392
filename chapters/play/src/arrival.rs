//! Whether what a client did has arrived at the server: only then may the next one act.

pub(crate) mod datagrams;
pub(crate) mod listening;
mod proc_net;
pub(crate) mod streams;
