//! Servers with faults that a client feels: two small ones, which forget what a kernel may do.

use std::{
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
};

use guide::Serve;
use io_models::Server;

/// They by their names.
pub(crate) fn servers() -> [(String, Serve); 2] {
    [
        ("careless-end".to_owned(), forgets_at_the_end),
        ("careless-reset".to_owned(), ends_at_a_reset),
    ]
}

/// If the client will send no more, it closes, and does not answer what it has received.
fn forgets_at_the_end(server: Server) -> io::Result<()> {
    each(server, |client, heard| {
        client.set_nonblocking(true)?;
        let is_end = matches!(client.peek(&mut [0]), Ok(0));
        client.set_nonblocking(false)?;
        if is_end { Err(io::ErrorKind::UnexpectedEof.into()) } else { client.write_all(heard) }
    })
    .or_else(|error| if error.kind() == io::ErrorKind::UnexpectedEof { Ok(()) } else { Err(error) })
}

/// An error of one client is the end of the server.
fn ends_at_a_reset(server: Server) -> io::Result<()> {
    each(server, |client, heard| client.write_all(heard))
}

/// Serves one client after the other, until an error.
fn each(
    server: Server,
    answer: impl Fn(&mut TcpStream, &[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    loop {
        let (mut client, _) = listener.accept()?;
        let mut bytes = [0; 1024];
        loop {
            match client.read(&mut bytes)? {
                0 => break,
                count => answer(&mut client, &bytes[..count])?,
            }
        }
    }
}
