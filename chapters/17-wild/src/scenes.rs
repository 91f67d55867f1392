//! What clients do, in the words of each server.

use guide::{ALICE, Act, BOB, Script};

use crate::server::Scene;

/// One client, in RESP.
pub(crate) const PING: Scene = Scene { name: "ping", script: guide::PING };

/// One client, line by line.
pub(crate) const ECHO: Scene = Scene { name: "echo", script: guide::ONE_CLIENT };

/// Two clients ask at the same time.
pub(crate) const ECHO_TWICE: Scene = Scene {
    name: "together",
    script: Script {
        title: "Alice and Bob speak at the same time.",
        acts: &[
            ALICE.connects(),
            BOB.connects(),
            Act::Together(&[ALICE.sends("hello\n"), BOB.sends("good day\n")]),
            ALICE.hears("hello\n"),
            BOB.hears("good day\n"),
        ],
    },
};

/// One client, in memcached's text protocol.
pub(crate) const STORE: Scene = Scene {
    name: "get",
    script: Script {
        title: "Alice asks twice for a word that nobody has stored.",
        acts: &[
            ALICE.connects(),
            ALICE.sends("get k\r\n"),
            ALICE.hears("END\r\n"),
            ALICE.sends("get k\r\n"),
            ALICE.hears("END\r\n"),
            ALICE.closes(),
        ],
    },
};

/// One client, in the HTTP of 1991: an answer without a head, and so without a date.
pub(crate) const GET: Scene = Scene {
    name: "get",
    script: Script {
        title: "Alice asks for a page.",
        acts: &[
            ALICE.connects(),
            ALICE.sends("GET /\r\n"),
            ALICE.hears("hello\n"),
            ALICE.hears_end(),
            ALICE.closes(),
        ],
    },
};

/// Two clients, in the same HTTP.
pub(crate) const GET_TWICE: Scene = Scene {
    name: "together",
    script: Script {
        title: "Alice and Bob ask for a page at the same time.",
        acts: &[
            ALICE.connects(),
            BOB.connects(),
            Act::Together(&[ALICE.sends("GET /\r\n"), BOB.sends("GET /\r\n")]),
            ALICE.hears("hello\n"),
            ALICE.hears_end(),
            BOB.hears("hello\n"),
            BOB.hears_end(),
        ],
    },
};

/// Two clients of memcached.
pub(crate) const STORE_TWICE: Scene = Scene {
    name: "together",
    script: Script {
        title: "Alice and Bob ask at the same time.",
        acts: &[
            ALICE.connects(),
            BOB.connects(),
            Act::Together(&[ALICE.sends("get k\r\n"), BOB.sends("get k\r\n")]),
            ALICE.hears("END\r\n"),
            BOB.hears("END\r\n"),
        ],
    },
};

/// Two clients, in RESP.
pub(crate) const PING_TWICE: Scene = Scene { name: "together", script: guide::BOTH_ASK };

/// A client's first words to PostgreSQL, version 3.0 of its protocol: a message is its length, in four
/// bytes that count themselves, and its text. All but this one have a letter before that.
const START_UP: &str = "\0\0\0\x29\0\x03\0\0user\0postgres\0database\0postgres\0\0";
/// PostgreSQL lets a client in without a password.
const LET_IN: &str = "R\0\0\0\x08\0\0\0\0";
const QUESTION: &str = "Q\0\0\0\x0dSELECT 1\0";
/// The first letter of an answer: a row's description.
const ROW: &str = "T";
const GOODBYE: &str = "X\0\0\0\x04";

/// One client, in PostgreSQL's protocol.
pub(crate) const SELECT: Scene = Scene {
    name: "select",
    script: Script {
        title: "Alice starts up, asks and says goodbye.",
        acts: &[
            ALICE.connects(),
            ALICE.sends(START_UP),
            ALICE.hears_more(LET_IN),
            ALICE.sends(QUESTION),
            ALICE.hears_more(ROW),
            ALICE.sends(GOODBYE),
            ALICE.hears_end(),
            ALICE.closes(),
        ],
    },
};

/// Two clients of PostgreSQL.
pub(crate) const SELECT_TWICE: Scene = Scene {
    name: "both",
    script: Script {
        title: "Alice and Bob are there; each asks.",
        acts: &[
            ALICE.connects(),
            ALICE.sends(START_UP),
            ALICE.hears_more(LET_IN),
            BOB.connects(),
            BOB.sends(START_UP),
            BOB.hears_more(LET_IN),
            ALICE.sends(QUESTION),
            ALICE.hears_more(ROW),
            BOB.sends(QUESTION),
            BOB.hears_more(ROW),
        ],
    },
};
