//! Exercise 1, solved: a channel holds the places that are free.

use std::{
    io,
    sync::mpsc::{Sender, channel},
    thread,
};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking};

use crate::echo::echo;

const MOST: usize = 2;

/// Serves each client in a thread that holds one of the places.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let (sender, places) = channel();
    for _ in 0..MOST {
        drop(Place(sender.clone()));
    }
    loop {
        places.recv().expect("this function holds a sender");
        let place = Place(sender.clone());
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => {
                thread::Builder::new().spawn(move || {
                    let _place = place;
                    echo(&client)
                })?;
            }
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

/// The right to have a thread. It goes back when it is dropped, which a panic does, too.
struct Place(Sender<()>);

impl Drop for Place {
    fn drop(&mut self) {
        // Nobody is there to take it when the server has stopped.
        self.0.send(()).ok();
    }
}
