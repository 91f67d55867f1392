//! One thread that waits for all clients.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
};

use io_models::Server;
use rustix::event::{
    Timespec,
    epoll::{CreateFlags, EventData, EventFlags, add, create, wait},
};

/// It looks up after so long, though nobody has done anything.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 30_000_000 };

pub(crate) fn serve(server: Server) -> io::Result<()> {
    wait_for_all(server, None)
}

pub(crate) fn look_up(server: Server) -> io::Result<()> {
    wait_for_all(server, Some(&LOOK))
}

fn wait_for_all(server: Server, limit: Option<&Timespec>) -> io::Result<()> {
    let listener = TcpListener::from(server.listener);
    let epoll = create(CreateFlags::CLOEXEC)?;
    add(&epoll, &listener, EventData::new_u64(0), EventFlags::IN)?;
    let mut streams = BTreeMap::new();
    let mut events = Vec::with_capacity(8);
    loop {
        events.clear();
        wait(&epoll, rustix::buffer::spare_capacity(&mut events), limit)?;
        for token in events.iter().map(|event| event.data.u64()) {
            if token == 0 {
                let (stream, _) = listener.accept()?;
                let token = streams.len() as u64 + 1;
                add(&epoll, &stream, EventData::new_u64(token), EventFlags::IN)?;
                streams.insert(token, stream);
            } else if !streams.get_mut(&token).is_some_and(turn) {
                streams.remove(&token);
            }
        }
    }
}

fn turn(stream: &mut TcpStream) -> bool {
    let mut buffer = [0; 512];
    let count = stream.read(&mut buffer).unwrap_or(0);
    count > 0 && stream.write_all(&buffer[..count]).is_ok()
}
