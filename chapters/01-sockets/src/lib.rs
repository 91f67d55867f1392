//! Chapter 1: what is `recv` waiting for?

mod exercises;
mod s1_echo;
mod s2_arrived;
mod s4_send_all;
mod s5_messages;
mod solutions;

use guide::{ALICE, Act, BOB, Chapter, Language, ONE_CLIENT, PIECES, RESET, Script, Step};
use io_models::blocking;

/// From an echo of one line to the finished server for one client at a time.
pub const CHAPTER: Chapter = Chapter::new(
    1,
    "Sockets",
    &[
        Step::new(
            "echo",
            "One receive, one send, one client.",
            s1_echo::serve,
            &[ONE_CLIENT, NO_MORE],
        )
        .shows_kernel()
        .speaks(Language::Echo)
        .fails("short_writes"),
        Step::new(
            "arrived",
            "The two parts of a receive: what has arrived, and what is copied of it.",
            s2_arrived::serve,
            &[WAITS_FIRST, ARRIVES_FIRST],
        )
        .shows_kernel()
        .speaks(Language::Own),
        Step::new(
            "short-writes",
            "The same server, when the kernel takes one byte a send, as it may.",
            s1_echo::serve,
            &[CUT_SHORT],
        )
        .speaks(Language::Echo)
        .fails("short_writes")
        .sends_are_short(),
        Step::new(
            "send-all",
            "Sends until all of it is gone; the kernel still takes one byte a send.",
            s4_send_all::serve,
            &[WHOLE],
        )
        .speaks(Language::Echo)
        .sends_are_short(),
        Step::new(
            "messages",
            "Takes what one receive brings for one message.",
            s5_messages::serve,
            &[IN_A_ROW, STUCK_TOGETHER, ONE_BY_ONE, TORN],
        )
        .speaks(Language::Lines)
        .fails("two_messages_in_one_send"),
        Step::new(
            "blocking",
            "The finished server: a request ends where the protocol says.",
            blocking::serve,
            &[REQUESTS, IN_TWO_PIECES, TWO_CLIENTS, HALF_CLOSE, BREAKS_OFF],
        )
        .needs(blocking::MODEL.available)
        .shows_kernel(),
    ],
)
.exercises(exercises::EXERCISES);

const NO_MORE: Script = Script {
    title: "Alice promises to send no more, and still listens.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.half_closes(),
        ALICE.hears("hello\n"),
        ALICE.hears_end(),
        ALICE.closes(),
    ],
};

const WAITS_FIRST: Script = Script {
    title: "The server waits already when Alice's bytes arrive.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("0: copied 3, left 3\n3: copied 3, left 0\n"),
        ALICE.closes(),
    ],
};

const ARRIVES_FIRST: Script = Script {
    title: "Bob's bytes arrive before the server has accepted him.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears_nothing(),
        ALICE.closes(),
        BOB.hears("6: copied 3, left 3\n3: copied 3, left 0\n"),
        BOB.closes(),
    ],
};

const CUT_SHORT: Script = Script {
    title: "Alice says hello, and gets one byte of it back.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("h"),
        ALICE.hears_nothing(),
        ALICE.closes(),
    ],
};

const WHOLE: Script = ONE_CLIENT.titled("Alice says hello, and gets all of it back.");

const IN_A_ROW: Script = Script {
    title: "Alice sends twice while the server waits.",
    acts: &[
        ALICE.connects(),
        Act::Together(&[ALICE.sends("hello\n"), ALICE.sends("world\n")]),
        ALICE.hears("6 bytes\n6 bytes\n"),
        ALICE.closes(),
    ],
};

const ONE_BY_ONE: Script = Script {
    title: "Alice sends twice, and waits for the answer each time.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("6 bytes\n"),
        ALICE.sends("world\n"),
        ALICE.hears("6 bytes\n"),
        ALICE.closes(),
    ],
};

const STUCK_TOGETHER: Script = Script {
    title: "Alice sends twice before the server looks.",
    acts: &[
        Act::Together(&[ALICE.connects(), ALICE.sends("hello\n"), ALICE.sends("world\n")]),
        ALICE.hears("12 bytes\n"),
        ALICE.closes(),
    ],
};

const TORN: Script = Script {
    title: "Alice sends one line in two pieces.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hel"),
        ALICE.hears("3 bytes\n"),
        ALICE.sends("lo\n"),
        ALICE.hears("3 bytes\n"),
        ALICE.closes(),
    ],
};

const REQUESTS: Script = Script {
    title: "Alice asks twice before the server looks; both are answered.",
    acts: &[
        Act::Together(&[ALICE.connects(), ALICE.sends("PING\r\n"), ALICE.sends("PING\r\n")]),
        ALICE.hears("+PONG\r\n+PONG\r\n"),
        ALICE.closes(),
    ],
};

const IN_TWO_PIECES: Script =
    PIECES.titled("Alice asks in two pieces; nothing is answered before the second.");

const TWO_CLIENTS: Script = Script {
    title: "Bob asks while Alice is there.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        BOB.sends("PING\r\n"),
        BOB.hears_nothing(),
        ALICE.closes(),
        BOB.hears("+PONG\r\n"),
        BOB.closes(),
    ],
};

const HALF_CLOSE: Script = Script {
    title: "Alice says that she has asked all, and still listens.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("PING\r\n"),
        ALICE.half_closes(),
        ALICE.hears("+PONG\r\n"),
        ALICE.hears_end(),
        ALICE.closes(),
    ],
};

const BREAKS_OFF: Script =
    RESET.titled("Alice breaks off in the middle of a request; Bob is served.");
