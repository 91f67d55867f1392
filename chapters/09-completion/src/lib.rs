//! Chapter 9: the kernel is asked to receive and to send, and says when it has done so.

mod aio;
mod exercises;
mod s1_posix_aio;
mod s2_one_receive;
mod s3_oneshot;
mod s4_few_buffers;
mod solutions;

use guide::{
    ALICE, Act, BOB, BOTH_ASK, CAROL, Chapter, Language, ONE_CLIENT, SLOW_REQUEST, Script, Step,
};
use io_models::{epoll, uring};

/// From a read that a thread makes to a server that only asks and is told.
pub const CHAPTER: Chapter = Chapter::new(
    9,
    "Completion",
    &[
        Step::new(
            "posix-aio",
            "The asynchronous read of POSIX, on a socket.",
            s1_posix_aio::serve,
            &[ONE_CLIENT],
        )
        .shows_kernel()
        .speaks(Language::Echo),
        Step::new(
            "one-receive",
            "One receive is asked for in a ring.",
            s2_one_receive::serve,
            &[ONE_CLIENT],
        )
        .shows_kernel()
        .needs(uring::MODEL.available)
        .speaks(Language::Echo),
        Step::new(
            "oneshot",
            "Clients, receives and sends are asked for in a ring, each once.",
            s3_oneshot::serve,
            &[BOTH],
        )
        .needs(uring::MODEL.available)
        .speaks(Language::Echo),
        Step::new(
            "few-buffers",
            "Asked for once, received again and again; but the buffers run out.",
            s4_few_buffers::serve,
            &[REST_IS_FORGOTTEN],
        )
        .shows_kernel()
        .needs(uring::MODEL.available)
        .speaks(Language::Echo)
        .fails("more_than_fits"),
        Step::new("epoll", "The server of chapter 7, to be compared.", epoll::serve, &[BOTH_ASK])
            .counts(BUSY),
        Step::new(
            "uring",
            "The finished server: asks for all that is wanted, and waits, in one call.",
            uring::serve,
            &[ONE, BOTH_ASK, SLOW_REQUEST, QUITS],
        )
        .shows_kernel()
        .needs(uring::MODEL.available)
        .counts(BUSY),
    ],
)
.exercises(exercises::EXERCISES);

const BOTH: Script = Script {
    title: "Alice says hello, and Bob.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.sends("hi\n"),
        BOB.hears("hi\n"),
        ALICE.closes(),
    ],
};

const REST_IS_FORGOTTEN: Script = Script {
    title: "Alice says more than the buffers hold.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("hi\n"),
        ALICE.hears("hi\n"),
        ALICE.sends("hello, server\n"),
        ALICE.hears("hello, s"),
        ALICE.hears_nothing(),
        ALICE.sends("hello?\n"),
        ALICE.hears_nothing(),
    ],
};

const ONE: Script = Script {
    title: "Alice asks twice, one after the other.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("PING\r\n"),
        ALICE.hears("+PONG\r\n"),
        ALICE.sends("PING\r\n"),
        ALICE.hears("+PONG\r\n"),
        ALICE.closes(),
    ],
};

const QUITS: Script = Script {
    title: "Alice takes her leave while a receive from her is still asked for.",
    acts: &[
        ALICE.connects(),
        ALICE.sends("QUIT\r\n"),
        ALICE.hears("+OK\r\n"),
        ALICE.hears_end(),
        ALICE.closes(),
    ],
};

/// The same request, by more and more clients at the same time.
const BUSY: &[Script] = &[
    Script {
        title: "One client asks.",
        acts: &[ALICE.connects(), ALICE.sends("PING\r\n"), ALICE.hears("+PONG\r\n")],
    },
    Script {
        title: "Three clients ask at the same time.",
        acts: &[
            Act::Together(&[ALICE.connects(), BOB.connects(), CAROL.connects()]),
            Act::Together(&[
                ALICE.sends("PING\r\n"),
                BOB.sends("PING\r\n"),
                CAROL.sends("PING\r\n"),
            ]),
            ALICE.hears("+PONG\r\n"),
            BOB.hears("+PONG\r\n"),
            CAROL.hears("+PONG\r\n"),
        ],
    },
];
