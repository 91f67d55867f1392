//! On mio: no runtime, but the readiness of the system under one name; here on one thread, with a
//! loop of our own around it.
//!
//! It tells of a change once, as an edge-triggered epoll(7) does: so each client is served until
//! its socket has no more.

use std::{
    collections::{BTreeSet, HashMap},
    io::{self, ErrorKind, Read, Write},
    time::{Duration, Instant},
};

use anyhow::Result;
use mio::{
    Events, Interest, Poll, Token,
    net::{TcpListener, TcpStream},
};
use socket_core::{session::Want, store::Store};

use crate::servers::session::{self, Session};

const LISTENER: Token = Token(0);

struct Client {
    socket: TcpStream,
    session: Session,
    /// Until then its request sleeps, and it is among the sleepers.
    due: Option<Instant>,
}

/// Whose requests sleep, and until when: the first to wake comes first, however many clients there are.
type Sleepers = BTreeSet<(Instant, Token)>;

pub(crate) fn serve(listener: std::net::TcpListener) -> Result<()> {
    listener.set_nonblocking(true)?;
    let mut listener = TcpListener::from_std(listener);
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut events = Events::with_capacity(1024);
    let (mut clients, mut store) = (HashMap::new(), Store::default());
    let mut sleepers = Sleepers::new();
    let mut next = LISTENER.0;
    loop {
        wait(&mut poll, &mut events, &sleepers)?;
        let mut ready: Vec<Token> = events.iter().map(|event| event.token()).collect();
        if ready.contains(&LISTENER) {
            accept(&listener, &poll, &mut clients, &mut next)?;
        }
        ready.extend(due(&mut sleepers, &mut clients, &mut store));
        for token in ready {
            let Some(client) = clients.get_mut(&token) else { continue };
            // A client that can't be reached any more has left.
            if client.goes_on(&mut store).unwrap_or(false) {
                sleepers.extend(client.due.map(|due| (due, token)));
            } else {
                clients.remove(&token);
            }
        }
    }
}

/// Until something is ready, or a request has slept.
fn wait(poll: &mut Poll, events: &mut Events, sleepers: &Sleepers) -> io::Result<()> {
    let first = sleepers.first();
    let limit = first.map(|(due, _)| due.saturating_duration_since(Instant::now()));
    // It counts in milliseconds, and a wait that is too short would be repeated.
    match poll.poll(events, limit.map(|limit| limit + Duration::from_millis(1))) {
        Err(error) if error.kind() == ErrorKind::Interrupted => Ok(()),
        polled => polled,
    }
}

fn accept(
    listener: &TcpListener,
    poll: &Poll,
    clients: &mut HashMap<Token, Client>,
    next: &mut usize,
) -> io::Result<()> {
    loop {
        let mut socket = match listener.accept() {
            Ok((socket, _)) => socket,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        };
        *next += 1;
        let token = Token(*next);
        let both = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(&mut socket, token, both)?;
        clients.insert(token, Client { socket, session: session::new(), due: None });
    }
}

/// Those whose requests have slept.
fn due(
    sleepers: &mut Sleepers,
    clients: &mut HashMap<Token, Client>,
    store: &mut Store,
) -> Vec<Token> {
    let now = Instant::now();
    let is_due = |(due, _): &&(Instant, Token)| *due <= now;
    let mut all = Vec::new();
    while let Some(sleeper) = sleepers.first().filter(is_due).copied() {
        sleepers.remove(&sleeper);
        let (_, token) = sleeper;
        if let Some(client) = clients.get_mut(&token) {
            client.due = None;
            client.session.slept(store);
            all.push(token);
        }
    }
    all
}

impl Client {
    /// Does all that can be done now; whether it stays.
    fn goes_on(&mut self, store: &mut Store) -> io::Result<bool> {
        loop {
            let moved = match self.session.want() {
                Want::Read => self.socket.read(self.session.inbox()),
                Want::Write => self.socket.write(self.session.outbox()),
                Want::Sleep(duration) => {
                    self.due.get_or_insert_with(|| Instant::now() + duration);
                    return Ok(true);
                }
                Want::Close => return Ok(false),
            };
            match (self.session.want(), moved) {
                (Want::Read, Ok(n)) => self.session.received(n, store),
                (_, Ok(n)) => self.session.sent(n, store),
                (want, Err(error)) if error.kind() == ErrorKind::WouldBlock => {
                    if want == Want::Read {
                        self.session.received_nothing();
                    }
                    return Ok(true);
                }
                (_, Err(error)) => return Err(error),
            }
        }
    }
}
