//! The server's end of a connection, as the kernel sees it.

use std::net::SocketAddr;

/// The server's end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct End {
    /// Its state; none if the connection is gone.
    state: Option<u8>,
    /// How many bytes have come to it.
    pub received: u64,
    /// How many of them have been read.
    pub read: u64,
    /// How many bytes of its own, its end among them, have not arrived at the client yet, as far as
    /// the client has said.
    pub unacknowledged: u64,
    /// How many segments of its own are on the way, or their acknowledgements.
    pub in_flight: u32,
    /// Whether a process has it open.
    is_open: bool,
}

/// States of a connection, as the kernel numbers them (`include/net/tcp_states.h`).
pub(super) const ESTABLISHED: u8 = 1;
const SYN_RECV: u8 = 3;
pub(super) const FIN_WAIT_1: u8 = 4;
pub(super) const FIN_WAIT_2: u8 = 5;
const TIME_WAIT: u8 = 6;
pub(super) const CLOSE_WAIT: u8 = 8;
const LAST_ACK: u8 = 9;
pub(super) const LISTEN: u8 = 10;
const CLOSING: u8 = 11;
const NEW_SYN_RECV: u8 = 12;

impl End {
    /// No such connection.
    pub(super) const GONE: Self =
        Self { state: None, received: 0, read: 0, unacknowledged: 0, in_flight: 0, is_open: false };

    /// What the kernel counts also counts the end of the stream (FIN), which has a number as a byte
    /// has: it is received, and queued until it has been read.
    pub(super) fn new(state: Option<u8>, received: u64, queued: u64, is_open: bool) -> Self {
        let read = received.saturating_sub(queued);
        let received = received.saturating_sub(has_fin(state).into());
        Self { state, received, read: read.min(received), is_open, ..Self::GONE }
    }

    /// The same, with so many bytes of its own to be acknowledged, and so many segments on the way.
    pub(super) fn sending(self, unacknowledged: u64, in_flight: u32) -> Self {
        Self { unacknowledged, in_flight, ..self }
    }

    /// Whether the connection is there: its handshake is complete.
    #[must_use]
    pub fn is_there(self) -> bool {
        self.state.is_some_and(|state| state != SYN_RECV && state != NEW_SYN_RECV)
    }

    /// Whether it is no more.
    #[must_use]
    pub fn is_gone(self) -> bool {
        self.state.is_none()
    }

    /// Whether the client's end has arrived, in good order or not.
    #[must_use]
    pub fn has_heard_the_end(self) -> bool {
        self.is_there() && self.state != Some(ESTABLISHED)
    }

    /// Whether the client has promised to send no more.
    #[must_use]
    pub fn client_has_ended(self) -> bool {
        has_fin(self.state)
    }

    /// Whether it is there, and no process has accepted it yet.
    #[must_use]
    pub fn waits_to_be_accepted(self) -> bool {
        matches!(self.state, Some(ESTABLISHED | CLOSE_WAIT)) && !self.is_open
    }

    /// Whether the server has it, or may still accept it.
    #[must_use]
    pub fn is_the_servers(self) -> bool {
        self.is_open || self.waits_to_be_accepted()
    }

    /// How many bytes nobody has read yet.
    #[must_use]
    pub fn unread(self) -> u64 {
        self.received - self.read
    }
}

/// Whether the client's FIN has arrived.
fn has_fin(state: Option<u8>) -> bool {
    matches!(state, Some(CLOSE_WAIT | LAST_ACK | CLOSING | TIME_WAIT))
}

/// A connection and the server's end of it.
#[derive(Debug, Clone, Copy)]
pub struct Connection {
    /// The address of the server's end.
    pub server: SocketAddr,
    /// That of the client's.
    pub client: SocketAddr,
    /// What the kernel says of the server's end.
    pub end: End,
}
