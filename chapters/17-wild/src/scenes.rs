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
        title: "Alice asks for a word that nobody has stored.",
        acts: &[ALICE.connects(), ALICE.sends("get k\r\n"), ALICE.hears("END\r\n"), ALICE.closes()],
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
