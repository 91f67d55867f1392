//! Two threads for all clients.

use std::{
    io,
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver},
    },
    thread,
};

use io_models::Server;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    let (sender, receiver) = mpsc::channel();
    let receiver = Arc::new(Mutex::new(receiver));
    for _ in 0..2 {
        let receiver = Arc::clone(&receiver);
        thread::spawn(move || work(&receiver));
    }
    loop {
        let (stream, _) = listener.accept()?;
        sender.send(stream).map_err(io::Error::other)?;
    }
}

fn work(receiver: &Mutex<Receiver<TcpStream>>) {
    loop {
        let stream = receiver.lock().unwrap().recv();
        super::echo(stream.unwrap());
    }
}
