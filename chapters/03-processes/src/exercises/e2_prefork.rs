//! Exercise 2: fork two children before the first client comes, and replace one that dies.

use std::io;

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::exercises::echo_with_a_bug;

/// Your part: here one process serves one client at a time. A child that ends because the server
/// must stop (`Accepted::Stopped`) is not replaced.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    serve_clients(&server)
}

/// Serves one client after the other.
fn serve_clients(server: &Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => echo_with_a_bug(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}
