//! Exercise 3, solved: nobody waits for a client with the lock in hand.

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

fn count(client: &OwnedFd, messages: &Mutex<usize>) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        let number = format!("{} ", next(messages));
        net::send(client, &[number.as_bytes(), &bytes[..received]].concat())?;
    }
    Ok(())
}

/// Holds the lock for as long as it takes to count, and not for the send.
fn next(messages: &Mutex<usize>) -> usize {
    let mut messages = messages.lock().expect("nobody panics with the lock");
    *messages += 1;
    *messages
}
