//! A thread for each client.

use std::{io, net::TcpListener, thread};

use io_models::Server;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    loop {
        let (stream, _) = listener.accept()?;
        thread::spawn(move || super::echo(stream));
    }
}
