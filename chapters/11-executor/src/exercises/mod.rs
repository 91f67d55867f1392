//! The exercises of chapter 11: what to do in the files beside this one, and what it must do then.

mod e1_join_three;
mod e2_bell;

use guide::{Exercise, Work};

use crate::{exam, solutions};

/// The table of `cargo run -p chapter-11 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        name: "join-three",
        task: "Three futures as one: each is polled until it is ready, and none waits for another.",
        file: "chapters/11-executor/src/exercises/e1_join_three.rs",
        work: Work::Code {
            attempt: || {
                exam::joins(|[a, b, c]| Box::pin(e1_join_three::join3(a, b, c)))
            },
            solution: || {
                exam::joins(|[a, b, c]| {
                    Box::pin(solutions::e1_join_three::join3(a, b, c))
                })
            },
        },
    },
    Exercise {
        name: "bell",
        task: "A future that waits for a bell is polled again when the bell rings.",
        file: "chapters/11-executor/src/exercises/e2_bell.rs",
        work: Work::Code {
            attempt: || {
                use e2_bell::Bell;
                exam::wakes(Bell::default, Bell::poll, Bell::ring)
            },
            solution: || {
                use solutions::e2_bell::Bell;
                exam::wakes(Bell::default, Bell::poll, Bell::ring)
            },
        },
    },
];
