//! Wrong on purpose (`silence_costs_nothing`): keeps what is left, and always asks for room.

use std::io;

use io_models::Server;
use rustix::event::PollFlags;

use crate::client;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    client::serve(server, |_| PollFlags::IN | PollFlags::OUT)
}
// ANCHOR_END: serve
