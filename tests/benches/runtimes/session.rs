//! A session as the models have it: the same buffers, the same limits.

use io_models::Recycled;
use socket_core::{buffer::Buffer, limits::Limits, session};

pub(crate) type Session = session::Session<Recycled>;

pub(crate) fn new() -> Session {
    let limits = Limits::default();
    let inbox = Buffer::new(Recycled::new(limits.request));
    let outbox = Buffer::new(Recycled::new(limits.replies + limits.value));
    Session::new(inbox, outbox, limits)
}
