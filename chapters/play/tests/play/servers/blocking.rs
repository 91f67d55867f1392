//! One client at a time.

use std::{io, net::TcpListener};

use io_models::Server;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    loop {
        super::echo(listener.accept()?.0);
    }
}
