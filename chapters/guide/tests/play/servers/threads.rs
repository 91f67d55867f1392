//! A thread for each client.

use io_models::Server;
use std::net::TcpListener;
use std::{io, thread};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    loop {
        let (stream, _) = listener.accept()?;
        thread::spawn(move || super::echo(stream));
    }
}
