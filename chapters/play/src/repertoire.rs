//! Scripts that fit any server of this book's protocol, for the reader's own.

use crate::script::{ALICE, Act, BOB, Script, crowd};

/// The scripts by name.
pub const REPERTOIRE: &[(&str, Script)] = &[
    ("ping", PING),
    ("echo", ECHO),
    ("pipeline", PIPELINE),
    ("pieces", PIECES),
    ("together", TOGETHER),
    ("slow", SLOW),
    ("half-close", HALF_CLOSE),
    ("reset", RESET),
];

/// A slow request: does another client wait while one is served?
pub const SLOW_REQUEST: Script = Script {
    title: "Alice asks for something slow. Does Bob wait?",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("DEBUG SLEEP 0.5\r\n"),
        BOB.sends("PING\r\n"),
        BOB.hears("+PONG\r\n"),
        ALICE.hears("+OK\r\n"),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};

/// One client speaks, and leaves: the least that there is to see.
pub const ONE_CLIENT: Script = Script {
    title: "Alice says hello.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n"), ALICE.closes()],
};

/// First one client asks, then two at the same time.
pub const TWO_CLIENTS: Script = Script {
    title: "Alice and Bob ask.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("PING\r\n"),
        ALICE.hears("+PONG\r\n"),
        Act::Together(&[ALICE.sends("PING\r\n"), BOB.sends("PING\r\n")]),
        ALICE.hears("+PONG\r\n"),
        BOB.hears("+PONG\r\n"),
        ALICE.closes(),
        BOB.closes(),
    ],
};

/// Two clients ask before the server can look at either.
pub const BOTH_ASK: Script = Script {
    title: "Alice and Bob ask at the same time.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        Act::Together(&[ALICE.sends("PING\r\n"), BOB.sends("PING\r\n")]),
        ALICE.hears("+PONG\r\n"),
        BOB.hears("+PONG\r\n"),
    ],
};

/// One client stores, and another reads.
pub const SHARED_STORE: Script = Script {
    title: "Bob reads what Alice has stored.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("SET k 1\r\n"),
        ALICE.hears("+OK\r\n"),
        BOB.sends("GET k\r\n"),
        BOB.hears("$1\r\n1\r\n"),
        Act::Together(&[ALICE.closes(), BOB.closes()]),
    ],
};

/// Alice asks once, beside clients that say nothing: what grows with their number?
pub const BESIDE_OTHERS: &[Script] = &[
    Script { title: "1 other is silent.", acts: &ping_beside(1) },
    Script { title: "10 others are silent.", acts: &ping_beside(10) },
    Script { title: "100 others are silent.", acts: &ping_beside(100) },
];

const fn ping_beside(others: usize) -> [Act; 4] {
    [crowd(others), ALICE.connects(), ALICE.sends("PING\r\n"), ALICE.hears("+PONG\r\n")]
}

/// One request.
pub const PING: Script = Script {
    title: "Alice asks and gets an answer.",
    acts: &[ALICE.connects(), ALICE.sends("PING\r\n"), ALICE.hears("+PONG\r\n"), ALICE.closes()],
};

const ECHO: Script = ONE_CLIENT.titled("Alice hears what she says.");

const PIPELINE: Script = Script {
    title: "Alice asks three times before she listens.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("SET k 1\r\nGET k\r\nDEL k\r\n"),
        ALICE.hears("+OK\r\n$1\r\n1\r\n:1\r\n"),
        ALICE.closes(),
    ],
};

/// A request that arrives in pieces.
pub const PIECES: Script = Script {
    title: "Alice's request arrives in pieces.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("*1\r\n$4\r\nPI"),
        ALICE.hears_nothing(),
        ALICE.sends("NG\r\n"),
        ALICE.hears("+PONG\r\n"),
        ALICE.closes(),
    ],
};

const TOGETHER: Script = Script {
    title: "Alice and Bob ask at the same time.",
    acts: &[
        Act::Together(&[ALICE.connects(), BOB.connects()]),
        Act::Together(&[ALICE.sends("SET k v\r\n"), BOB.sends("PING\r\n")]),
        ALICE.hears("+OK\r\n"),
        ALICE.closes(),
        BOB.hears("+PONG\r\n"),
        BOB.closes(),
    ],
};

const SLOW: Script = Script {
    title: "Alice asks for something slow. Does Bob wait?",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("DEBUG SLEEP 0.5\r\n"),
        BOB.sends("PING\r\n"),
        ALICE.hears("+OK\r\n"),
        ALICE.closes(),
        BOB.hears("+PONG\r\n"),
        BOB.closes(),
    ],
};

const HALF_CLOSE: Script = Script {
    title: "Alice says that she has asked all, and still listens.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("PING\r\nPING\r\n"),
        ALICE.half_closes(),
        ALICE.hears("+PONG\r\n+PONG\r\n"),
        ALICE.hears_end(),
        ALICE.closes(),
    ],
};

/// A client that breaks off, and the next one.
pub const RESET: Script = Script {
    title: "Alice breaks off; Bob does not mind.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("PI"),
        ALICE.resets(),
        BOB.connects(),
        BOB.sends("PING\r\n"),
        BOB.hears("+PONG\r\n"),
        BOB.closes(),
    ],
};
