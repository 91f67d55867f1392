//! What arrives though nobody tells: it is noticed when a call returns, or when the server is at rest.
//!
//! How many bytes have come to a connection the kernel says itself. When they came it does not say;
//! so they have come at the latest when we look.

use std::{collections::HashMap, net::SocketAddr};

use recording::{Arrival, Call, Moment, Outcome, Subject};

use crate::{
    decode::strangers::Connection,
    follow::lane::{Lane, Socket, number},
    sock_diag::{self, End},
};

impl Lane {
    /// Looks at the connections of a server whose clients nobody introduces.
    pub(crate) fn of_strangers() -> Self {
        let mut lane = Self::new(SocketAddr::from(([0; 4], 0)));
        lane.notices = true;
        lane
    }

    /// A connection that was not there when we last looked.
    pub(crate) fn comes(&mut self, of: Connection) -> Moment {
        self.sockets.push(Socket::new(of.who, of.server, of.client));
        Moment::Arrives { who: of.who, what: Arrival::Connection }
    }

    /// A connection that was there before we came: what came to it is no news.
    pub(crate) fn was_there(&mut self, of: Connection) {
        self.sockets.push(Socket::new(of.who, of.server, of.client));
        if let Some((socket, end)) = self.look(of.who) {
            (socket.received, socket.read) = (end.received, end.read);
            socket.has_ended = end.client_has_ended();
        }
    }

    /// What has arrived of the clients that these calls are about, or tell of.
    pub(super) fn notice(&mut self, calls: &[&Call]) -> Vec<Moment> {
        let mut noticed = Vec::new();
        for who in calls.iter().flat_map(|call| clients(call)) {
            if let Some((socket, end)) = self.look(who) {
                noticed.extend(socket.news(end));
            }
        }
        noticed
    }

    /// What has arrived and what waits of it, now that the server is at rest.
    pub(crate) fn look_around(&mut self, all: &[sock_diag::Connection]) -> Vec<Moment> {
        let mut seen = Vec::new();
        let ends: HashMap<_, _> = all.iter().map(|of| ((of.server, of.client), of.end)).collect();
        self.sockets.retain_mut(|socket| {
            let Some(end) = ends.get(&(socket.server, socket.client)) else { return false };
            seen.extend(socket.news(*end));
            seen.extend(socket.rests(*end));
            true
        });
        seen
    }
}

impl Socket {
    /// What has come since the last look. Of a connection that the server has left the kernel does not
    /// say how much has come: nobody would take it.
    fn news(&mut self, end: End) -> Vec<Moment> {
        let who = self.who;
        let received = if end.is_the_servers() { end.received } else { self.received };
        self.come = received.saturating_sub(self.received);
        self.received = self.received.max(received);
        let bytes = (self.come > 0).then(|| Arrival::Bytes(number(self.come)));
        let ends = !self.has_ended && end.client_has_ended();
        self.has_ended |= ends;
        let what = bytes.into_iter().chain(ends.then_some(Arrival::End));
        what.map(|what| Moment::Arrives { who, what }).collect()
    }
}

/// The clients that a call is about, or tells of.
fn clients(call: &Call) -> Vec<Subject> {
    let reported = match &call.outcome {
        Outcome::Ready(list) => list.iter().map(|found| found.subject).collect(),
        Outcome::Signal { about: Some(about), .. } => vec![about.subject],
        _ => Vec::new(),
    };
    let is_client = |who: &Subject| matches!(who, Subject::Client(_));
    call.about().into_iter().chain(reported).filter(is_client).collect()
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        net::{TcpListener, TcpStream},
    };

    use super::*;

    #[test]
    fn a_connection_that_the_server_has_left_gets_no_more_bytes() -> io::Result<()> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let server = listener.local_addr()?;
        let alice = TcpStream::connect(server)?;
        let (who, client) = (Subject::Client(0), alice.local_addr()?);
        let mut lane = Lane::of_strangers();
        lane.comes(Connection { who, server, client });
        drop(listener.accept()?);
        // What is left of a connection is so little that it has no count, and then the most is told.
        while sock_diag::ask(server, client)?.received == 0 {}
        assert_eq!(lane.look_around(&sock_diag::all(server)?), []);
        Ok(())
    }
}
