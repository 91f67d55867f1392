//! Asks for room only while something is left to send.

use std::io;

use io_models::Server;
use rustix::event::PollFlags;

use crate::client::{self, Client};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    client::serve(server, interest)
}

fn interest(client: &Client) -> PollFlags {
    if client.left.is_empty() { PollFlags::IN } else { PollFlags::OUT }
}
// ANCHOR_END: serve
