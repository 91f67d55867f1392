//! Each ring is asked for one client, and for the next one when that has come.

use std::io;

use io_models::Server;

use crate::s6_rings::on_rings;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    on_rings(&server.listener, false)
}
// ANCHOR_END: serve
