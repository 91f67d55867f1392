//! Wrong solutions of chapters 10 and 12: what they do with the time.

use std::{
    io,
    os::fd::OwnedFd,
    time::{Duration, Instant},
};

use io_models::Server;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::retry_on_intr,
};
use socket_core::net::{self, Accepted, Blocking, Transfer};

const SLOW: Duration = Duration::from_millis(300);

/// Chapter 10, `fair-sleep`: the slow reply comes with the next client's turn, whenever that is.
pub(super) fn reply_by_another(server: Server) -> io::Result<()> {
    let mut room = Room::new(server)?;
    let mut slow = None::<usize>;
    loop {
        for (place, word) in room.turn(None)? {
            if word == b"slow\n" {
                slow = Some(place);
                continue;
            }
            room.send(place, &word)?;
            if let Some(place) = slow.take() {
                room.send(place, b"slow\n")?;
            }
        }
    }
}

/// Chapter 10, `fair-sleep`: there is one timer, and the second slow word sets it anew.
pub(super) fn one_timer(server: Server) -> io::Result<()> {
    let mut room = Room::new(server)?;
    let mut slow = None::<(Instant, usize)>;
    loop {
        for (place, word) in room.turn(slow.map(|(until, _)| until))? {
            match &word[..] {
                b"slow\n" => slow = Some((Instant::now() + SLOW, place)),
                _ => room.send(place, &word)?,
            }
        }
        if let Some((_, place)) = slow.take_if(|(until, _)| *until <= Instant::now()) {
            room.send(place, b"slow\n")?;
        }
    }
}

/// Chapter 10, `say-something`: there is one timer, and any client's word cancels it.
pub(super) fn one_timer_for_the_silent(server: Server) -> io::Result<()> {
    let mut room = Room::new(server)?;
    let mut silent = None::<(Instant, usize)>;
    loop {
        let before = room.clients.len();
        for (place, word) in room.turn(silent.map(|(until, _)| until))? {
            silent = None;
            room.send(place, &word)?;
        }
        if room.clients.len() > before {
            silent = Some((Instant::now() + SLOW, before));
        }
        if let Some((_, place)) = silent.take_if(|(until, _)| *until <= Instant::now()) {
            room.clients[place].socket = None;
        }
    }
}

/// Chapter 12, `silent`: the time begins when a client comes, and not with each of its waits.
pub(super) fn one_limit_for_all_waits(server: Server) -> io::Result<()> {
    const PATIENCE: Duration = Duration::from_millis(200);
    let mut room = Room::new(server)?;
    loop {
        let here = room.clients.iter().filter(|client| client.socket.is_some());
        let until = here.map(|client| client.came + PATIENCE).min();
        for (place, word) in room.turn(until)? {
            room.send(place, &word)?;
        }
        for client in &mut room.clients {
            if client.came + PATIENCE <= Instant::now() {
                client.socket = None;
            }
        }
    }
}

/// A listener, and all clients that have come.
struct Room {
    listener: OwnedFd,
    clients: Vec<Client>,
}

struct Client {
    came: Instant,
    /// As long as it is there.
    socket: Option<OwnedFd>,
}

impl Room {
    fn new(server: Server) -> io::Result<Self> {
        net::set_nonblocking(&server.listener)?;
        Ok(Self { listener: server.listener, clients: Vec::new() })
    }

    /// Waits, but no longer than `until`; who has said what.
    fn turn(&mut self, until: Option<Instant>) -> io::Result<Vec<(usize, Vec<u8>)>> {
        let ready = self.wait(until)?;
        let mut words = Vec::new();
        for place in (0..self.clients.len()).filter(|place| ready[place + 1]) {
            words.extend(self.receive(place)?.map(|word| (place, word)));
        }
        if ready[0]
            && let Accepted::Client(client) = net::accept(&self.listener, Blocking::No)?
        {
            self.clients.push(Client { came: Instant::now(), socket: Some(client) });
        }
        Ok(words)
    }

    /// Whether the listener and each client are ready.
    fn wait(&self, until: Option<Instant>) -> io::Result<Vec<bool>> {
        let listener = PollFd::new(&self.listener, PollFlags::IN);
        let clients = self.clients.iter().map(|client| match &client.socket {
            Some(socket) => PollFd::new(socket, PollFlags::IN),
            None => PollFd::new(&self.listener, PollFlags::empty()),
        });
        let mut entries = [listener].into_iter().chain(clients).collect::<Vec<_>>();
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        let left = left.map(|left| Timespec::try_from(left).unwrap());
        retry_on_intr(|| poll(&mut entries, left.as_ref()))?;
        Ok(entries.iter().map(|entry| !entry.revents().is_empty()).collect())
    }

    /// What a client has said; nothing if it has left.
    fn receive(&mut self, place: usize) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = [0; 512];
        let Some(socket) = &self.clients[place].socket else { return Ok(None) };
        if let Transfer::Bytes(len @ 1..) = net::receive(socket, &mut bytes)? {
            return Ok(Some(bytes[..len].to_vec()));
        }
        self.clients[place].socket = None;
        Ok(None)
    }

    fn send(&self, place: usize, bytes: &[u8]) -> io::Result<()> {
        if let Some(socket) = &self.clients[place].socket {
            net::send(socket, bytes)?;
        }
        Ok(())
    }
}
