//! Wrong on purpose (`clients_are_shared_out`): one client wakes one thread, and always the same
//! one.

use std::io;

use io_models::Server;
use rustix::event::epoll::EventFlags;

use crate::{s2_herd::on_all_lists, worker::goes_on};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    on_all_lists(&server, EventFlags::IN | EventFlags::EXCLUSIVE, goes_on)
}
// ANCHOR_END: serve
