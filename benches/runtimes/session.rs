//! A session as the models have it: the same buffers, the same limits.

use socket_core::{
    buffer::{Buffer, Growing},
    limits::Limits,
    session,
};

pub(crate) type Session = session::Session<Growing>;

pub(crate) fn new() -> Session {
    let limits = Limits::default();
    let inbox = Buffer::new(Growing::new(limits.request));
    let outbox = Buffer::new(Growing::new(limits.replies + limits.value));
    Session::new(inbox, outbox, limits)
}
