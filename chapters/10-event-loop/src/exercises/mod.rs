//! The exercises of chapter 10: what to do in the files beside this one, and what it must do then.

mod e1_fair_sleep;
mod e2_say_something;

use guide::{ALICE, BOB, Check, Exercise, Recording, Script, Work, recording::Flow};

use crate::solutions;

/// The table of `cargo run -p chapter-10 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "fair-sleep",
        task: "Answer `slow` after 300 milliseconds, and let no other client wait for it.",
        file: "chapters/10-event-loop/src/exercises/e1_fair_sleep.rs",
        work: Work::Server {
            attempt: e1_fair_sleep::serve,
            solution: solutions::e1_fair_sleep::serve,
            checks: &[
                Check::new(
                    SLOW,
                    "The handler sleeps, and the loop with it. Set a timer with `others.at`, let \
                     its callback send the reply, and return.",
                )
                .and(bob_is_first),
                Check::new(
                    ALONE,
                    "Nobody but Alice is there, so no other client's turn can bring her reply. A \
                     timer of her own must.",
                ),
                Check::new(
                    BOTH_SLOW,
                    "Two clients have said `slow`, and each of them needs a timer of its own.",
                ),
            ],
        },
    },
    Exercise {
        name: "say-something",
        task: "Send away each client that has said nothing 300 milliseconds after it came.",
        file: "chapters/10-event-loop/src/exercises/e2_say_something.rs",
        work: Work::Server {
            attempt: e2_say_something::serve,
            solution: solutions::e2_say_something::serve,
            checks: &[
                Check::new(
                    SILENT,
                    "`others.add` returns the key of Alice's handler. Set a timer that removes \
                     it: with the handler goes the last share of her socket.",
                ),
                Check::new(
                    SPEAKS,
                    "Bob has spoken, and his timer still sends him away. Keep the timer where his \
                     handler can cancel it.",
                ),
                Check::new(
                    EACH,
                    "Alice has spoken, and Bob has not. There must be a timer for each client, \
                     and Alice's word cancels hers.",
                ),
            ],
        },
    },
];

const SLOW: Script = Script {
    title: "Bob is answered while Alice's slow word takes its time.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("slow\n"),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.hears("slow\n"),
    ],
};

const ALONE: Script = Script {
    title: "Alice says her slow word, and nobody else is there.",
    acts: &[ALICE.connects(), ALICE.sends("slow\n"), ALICE.hears("slow\n")],
};

const BOTH_SLOW: Script = Script {
    title: "Alice and Bob say slow words. Both are answered.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("slow\n"),
        BOB.sends("slow\n"),
        ALICE.hears("slow\n"),
        BOB.hears("slow\n"),
    ],
};

const SILENT: Script = Script {
    title: "Alice says nothing, and sees the end.",
    acts: &[ALICE.connects(), ALICE.hears_end()],
};

const SPEAKS: Script = Script {
    title: "Bob speaks at once. Alice, who came after him, is sent away, and he is not.",
    acts: &[
        BOB.connects(),
        BOB.sends("hello\n"),
        BOB.hears("hello\n"),
        ALICE.connects(),
        ALICE.hears_end(),
        BOB.sends("still here\n"),
        BOB.hears("still here\n"),
    ],
};

const EACH: Script = Script {
    title: "Alice and Bob come, and only Alice speaks. Bob is sent away, and she is not.",
    acts: &[
        ALICE.connects(),
        BOB.connects(),
        ALICE.sends("hello\n"),
        ALICE.hears("hello\n"),
        BOB.hears_end(),
        ALICE.sends("still here\n"),
        ALICE.hears("still here\n"),
    ],
};

/// The first send is Bob's.
fn bob_is_first(recording: &Recording) -> bool {
    let mut sends = recording.returned().filter(|call| call.flow() == Flow::Out);
    sends.next().is_some_and(|call| call.subject == recording.client("bob"))
}
