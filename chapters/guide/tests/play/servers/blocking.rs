//! One client at a time.

use io_models::Server;
use std::io;
use std::net::TcpListener;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    loop {
        super::echo(listener.accept()?.0);
    }
}
