//! Every client in turn, without ever waiting.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
};

use io_models::Server;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    listener.set_nonblocking(true)?;
    let mut streams = Vec::new();
    loop {
        if let Ok((stream, _)) = listener.accept() {
            stream.set_nonblocking(true)?;
            streams.push(stream);
        }
        streams.retain_mut(turn);
    }
}

fn turn(stream: &mut TcpStream) -> bool {
    let mut buffer = [0; 512];
    match stream.read(&mut buffer) {
        Ok(0) => false,
        Ok(count) => stream.write_all(&buffer[..count]).is_ok(),
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    }
}
