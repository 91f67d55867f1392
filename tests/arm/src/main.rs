//! The conversation of the suite, with a session on a processor that has no operating system.
//!
//! There is no socket, no clock and no heap: bytes go into the session, and what comes out is
//! compared. `tests/arm/run` starts it in an emulator.

#![no_std]
#![no_main]

#[path = "../../conformance/conversation.rs"]
mod conversation;
#[path = "../../../core/freestanding/src/few.rs"]
mod few;
mod host;
#[path = "../../../core/freestanding/src/table.rs"]
mod table;

use conversation::{ABOUT_DATA, ABOUT_NO_SERVER, ABOUT_THE_SERVER, Exchange};
use few::Few;
use socket_core::{
    buffer::Buffer,
    limits::Limits,
    session::{Handler, Session, Want},
};
use table::Table;

/// Bytes of the longest request, and of the longest reply.
const LONGEST: usize = 4 << 10;

type OnArrays = Session<[u8; LONGEST]>;

/// Has the conversation, in pieces of each length.
fn check() {
    for piece in 1..=50 {
        converse(piece, Table::default(), ABOUT_THE_SERVER);
        converse(piece, Few(Table::default()), ABOUT_NO_SERVER);
    }
}

// ANCHOR: converse
fn converse(piece: usize, mut table: impl Handler, about: &'static [Exchange]) {
    let buffer = || Buffer::new([0; LONGEST]);
    let mut session = Session::new(buffer(), buffer(), Limits::default());
    for (request, reply) in ABOUT_DATA.iter().chain(about) {
        let mut heard = Reply::new(reply);
        for bytes in request.chunks(piece) {
            session.inbox()[..bytes.len()].copy_from_slice(bytes);
            session.received(bytes.len(), &mut table);
            answer(&mut session, &mut table, &mut heard);
        }
        assert!(heard.is_whole(), "a reply is missing");
    }
}
// ANCHOR_END: converse

/// Hears all that the session has to say.
fn answer(session: &mut OnArrays, table: &mut impl Handler, heard: &mut Reply) {
    loop {
        match session.want() {
            Want::Read => return,
            Want::Write => {
                let n = session.outbox().len();
                heard.hear(session.outbox());
                session.sent(n, table);
            }
            Want::Sleep(_) => session.slept(table),
            Want::Close => panic!("it ends the connection"),
        }
    }
}

/// What is still to come of a reply.
struct Reply(&'static [u8]);

impl Reply {
    fn new(all: &'static [u8]) -> Self {
        Self(all)
    }

    fn hear(&mut self, bytes: &[u8]) {
        self.0 = self.0.strip_prefix(bytes).expect("it is the reply of the suite");
    }

    fn is_whole(&self) -> bool {
        self.0.is_empty()
    }
}
