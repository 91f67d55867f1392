//! The finished server, with places for two clients.

use std::io;

use io_models::{Limits, Server, cores};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let limits = Limits { connections: 2, ..server.limits };
    cores::serve(Server { limits, ..server })
}
