//! The kernel between the clients and the server: what arrives, who is woken, what is copied.
//!
//! Nothing here is concluded from what a call should do. How many bytes have come to a connection,
//! and how many of them have been read, the kernel says itself (sock_diag(7)); that a task was
//! asleep, the tracer has seen.

use std::{mem, net::SocketAddr};

use recording::{
    Arrival, Call, Flow, Interest, Kind, MessageFlag, Moment, Outcome, SocketOption, Subject,
};

use crate::sock_diag::{End, ask};

/// The connections of the cast, as the kernel sees them.
#[derive(Debug)]
pub(crate) struct Lane {
    server: SocketAddr,
    pub(super) sockets: Vec<Socket>,
    /// Whether nobody tells what arrives: then it is noticed when a call returns.
    pub(super) notices: bool,
}

/// The server's end of one connection.
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) who: Subject,
    pub(super) server: SocketAddr,
    pub(super) client: SocketAddr,
    /// How many bytes had come to it when we last looked.
    pub(super) received: u64,
    /// How many more than at the look before.
    pub(super) come: u64,
    /// How many of them had been read.
    pub(super) read: u64,
    /// More is on the way than has arrived, so that how much there is differs from run to run.
    flows: bool,
    /// Whether the server had it, or might still accept it.
    is_heard: bool,
    /// The client's end has come: nothing more can, but a reset.
    pub(super) has_ended: bool,
    /// What the recording says that waits in it.
    told: Option<Arrival>,
}

impl Lane {
    /// Looks at the connections of a server at this address.
    pub(crate) fn new(server: SocketAddr) -> Self {
        Self { server, sockets: Vec::new(), notices: false }
    }

    /// Introduces a client.
    pub(crate) fn meet(&mut self, who: Subject, client: SocketAddr) {
        self.sockets.push(Socket::new(who, self.server, client));
    }

    /// Something of a client has arrived, if there is still somebody at the server's end; of a text
    /// this much was sent.
    pub(crate) fn arrives(&mut self, who: Subject, what: Arrival) -> Option<Moment> {
        let (socket, end) = self.look(who)?;
        if !mem::replace(&mut socket.is_heard, end.is_the_servers()) {
            return None;
        }
        let come = end.received.saturating_sub(socket.received);
        socket.received = end.received;
        let what = match what {
            Arrival::Bytes(sent) => {
                socket.flows = come < sent as u64;
                if socket.flows { Arrival::Part } else { what }
            }
            // A client that closes after it has half-closed sends nothing more.
            Arrival::End if mem::replace(&mut socket.has_ended, true) => return None,
            _ => what,
        };
        Some(Moment::Arrives { who, what })
    }

    /// What the kernel did that made calls return, one of which may have sent its task to sleep.
    pub(crate) fn before(&mut self, calls: &[&Call], slept: bool) -> Vec<Moment> {
        let noticed = if self.notices { self.notice(calls) } else { Vec::new() };
        let news = calls.iter().find(|call| slept && is_of_network(call));
        let wakes = news.map(|call| Moment::Wakes { task: call.by, how: None });
        let taken = calls.iter().filter_map(|call| self.taken(call));
        noticed.into_iter().chain(wakes).chain(taken).collect()
    }

    /// What a call has copied, or what there was when it asked in vain.
    fn taken(&mut self, call: &Call) -> Option<Moment> {
        let moves = is_move(call);
        if !moves && !is_receive(call) {
            return None;
        }
        let who = if moves { call.subject? } else { call.about()? };
        let told = call.outcome.bytes();
        if call.peer.is_some() {
            // A datagram is taken whole, and whatever else waits belongs to the others.
            return told.map(|bytes| Moment::Copies { who, bytes, of: Some(bytes), context: None });
        }
        let (socket, end) = self.look(who)?;
        let there = socket.received.saturating_sub(socket.read);
        let bytes = end.read.saturating_sub(socket.read);
        socket.read = end.read;
        match (told, call.outcome.errno()) {
            _ if moves && bytes > 0 => Some(socket.moves(bytes, there)),
            (Some(1..), _) if bytes > 0 => Some(socket.copies(bytes, there)),
            (_, Some(libc::EAGAIN)) => socket.waits(end),
            _ => None,
        }
    }

    /// What has arrived and still waits, now that the server is at rest; told once.
    pub(crate) fn at_rest(&mut self) -> Vec<Moment> {
        let rests = |socket: &mut Socket| socket.rests(socket.ask()?);
        self.sockets.iter_mut().filter_map(rests).collect()
    }

    /// A client's socket, and what the kernel says of the server's end.
    pub(super) fn look(&mut self, who: Subject) -> Option<(&mut Socket, End)> {
        let socket = self.sockets.iter_mut().rfind(|socket| socket.who == who)?;
        let end = socket.ask()?;
        Some((socket, end))
    }
}

impl Socket {
    /// A connection to which nothing has come yet.
    pub(super) fn new(who: Subject, server: SocketAddr, client: SocketAddr) -> Self {
        let (received, come, read) = (0, 0, 0);
        let (flows, is_heard, told, has_ended) = (false, true, None, false);
        Self { who, server, client, received, come, read, flows, is_heard, told, has_ended }
    }

    /// What the kernel says of the server's end.
    fn ask(&self) -> Option<End> {
        ask(self.server, self.client).ok()
    }

    fn copies(&self, bytes: u64, there: u64) -> Moment {
        // Of what came since the look before, a part may have come after the copy.
        let is_known = !self.flows && (self.come == 0 || bytes == there);
        let of = is_known.then(|| number(there));
        Moment::Copies { who: self.who, bytes: number(bytes), of, context: None }
    }

    fn moves(&self, bytes: u64, there: u64) -> Moment {
        let of = (!self.flows).then(|| number(there));
        Moment::Moves { who: self.who, bytes: number(bytes), of }
    }

    pub(super) fn rests(&mut self, end: End) -> Option<Moment> {
        let what = match number(end.unread()) {
            0 if end.waits_to_be_accepted() => Some(Arrival::Connection),
            0 => None,
            _ if self.flows => Some(Arrival::Part),
            bytes => Some(Arrival::Bytes(bytes)),
        };
        self.is_heard = end.is_the_servers();
        if !self.is_heard || what == self.told {
            return None;
        }
        self.told = what;
        what.map(|what| Moment::Waits { who: self.who, what })
    }

    fn waits(&self, end: End) -> Option<Moment> {
        let what = Arrival::Bytes(number(end.unread()));
        (!end.is_gone()).then_some(Moment::Waits { who: self.who, what })
    }
}

pub(super) fn number(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Whether a call asks for a client's bytes.
fn is_receive(call: &Call) -> bool {
    match &call.kind {
        Kind::Completion { operation, .. } => operation.moves_bytes() && call.flow() == Flow::In,
        kind => kind.takes() && call.flag != Some(MessageFlag::MsgErrqueue),
    }
}

/// Whether a call takes a client's bytes without a copy.
fn is_move(call: &Call) -> bool {
    matches!(call.kind, Kind::Splice { .. } | Kind::Getsockopt(SocketOption::TcpZerocopyReceive))
}

/// Whether it is the network that has let a call return: bytes, a connection or an end have come,
/// or room for bytes.
fn is_of_network(call: &Call) -> bool {
    let found = |list: &[Interest]| list.iter().any(|found| is_socket(found.subject));
    match &call.outcome {
        Outcome::Failed(errno) if errno.0 != libc::ECONNRESET => false,
        Outcome::Ready(list) => found(list),
        // A SIGIO that the kernel sends where it has no room for more says of nothing what it is about.
        Outcome::Signal { signal, about: None } => signal.0 == libc::SIGIO,
        Outcome::Signal { about: Some(about), .. } => is_socket(about.subject),
        _ => {
            let moves = call.is_completion() || call.kind.is_of_connection() || is_move(call);
            moves && call.about().is_some_and(is_socket)
        }
    }
}

fn is_socket(subject: Subject) -> bool {
    use Subject::{Client, Guest, Listener, Socket};
    matches!(subject, Client(_) | Guest(_) | Listener | Socket)
}

/// Whether a signal is one that the kernel sends when something has come to a descriptor: SIGIO, or
/// whichever real-time signal F_SETSIG has put in its place (fcntl(2)).
pub(crate) fn tells_of_descriptor(number: i32) -> bool {
    number == libc::SIGIO || number >= libc::SIGRTMIN()
}
