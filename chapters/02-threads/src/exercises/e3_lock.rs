//! Exercise 3: one count for the messages of all clients, and nobody waits for another client.

use std::{
    io,
    os::fd::OwnedFd,
    sync::{Arc, Mutex},
    thread,
};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking, Transfer};

/// Serves each client in a thread.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let messages = Arc::new(Mutex::new(0));
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => {
                let messages = Arc::clone(&messages);
                thread::Builder::new().spawn(move || count(&client, &messages))?;
            }
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

/// Sends each message back after its number. Your part: who waits for whom here?
fn count(client: &OwnedFd, messages: &Mutex<usize>) -> io::Result<()> {
    let mut bytes = [0; 512];
    let mut messages = messages.lock().expect("nobody panics with the lock");
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        *messages += 1;
        let number = format!("{messages} ");
        net::send(client, &[number.as_bytes(), &bytes[..received]].concat())?;
    }
    Ok(())
}
