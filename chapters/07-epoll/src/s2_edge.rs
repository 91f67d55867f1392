//! Wrong on purpose (`nothing_stays_behind`): edge-triggered, and reads once.

use std::io;

use io_models::Server;
use rustix::event::epoll::EventFlags;

use crate::echo::{self, echo};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let flags = EventFlags::IN | EventFlags::ET;
    echo::serve(server, flags, |_, _, client| echo(client, client))
}
// ANCHOR_END: serve
