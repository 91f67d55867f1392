//! The exercises of chapter 16: what to do in the files beside this one, and what it must do then.

mod e1_latest;

use guide::{Exercise, Flaw, Work};

use crate::solutions;

pub(crate) use e1_latest::KEYS;

/// The table of `cargo run -p chapter-16 -- exercise`.
pub(crate) const EXERCISES: &[Exercise] = &[Exercise {
    name: "latest",
    task: "A table of fixed size that makes room, instead of refusing.",
    file: "chapters/16-bare/src/exercises/e1_latest.rs",
    work: Work::Code {
        attempt: || makes_room(e1_latest::Latest::set, e1_latest::Latest::get),
        solution: || {
            makes_room(solutions::e1_latest::Latest::set, solutions::e1_latest::Latest::get)
        },
    },
}];

/// The keys that are set, what for, those that must be there then, and the next step.
const CHECKS: &[(&[u32], &str, &[u32], &str)] = &[
    (&[1, 2, 3, 4], "there is room for all", &[1, 2, 3, 4], "Keep what there is room for."),
    (
        &[1, 2, 3, 4, 5],
        "there is no room for 5",
        &[2, 3, 4, 5],
        "The key that was set the longest time ago goes. What in the table says which one that is?",
    ),
    (
        &[1, 2, 3, 4, 1, 5],
        "1 has been set again before 5",
        &[1, 3, 4, 5],
        "A key that is set again is the latest. It moves, and those before it move up.",
    ),
    (
        &[1, 2, 2, 2, 3, 4],
        "2 is set three times",
        &[1, 2, 3, 4],
        "A key has one place: look for the key before you look for a place.",
    ),
    (
        &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        "more than twice as many are set as there is room for",
        &[6, 7, 8, 9],
        "After one key has gone, the order must hold for the next one.",
    ),
];

/// Sets keys, and asks for all: which are there?
fn makes_room<T: Default>(
    set: fn(&mut T, u32, u32),
    get: fn(&T, u32) -> Option<u32>,
) -> Result<(), Flaw> {
    for (keys, what, there, hint) in CHECKS {
        let mut table = T::default();
        // The last value that a key is given counts.
        keys.iter().zip(10..).for_each(|(key, value)| set(&mut table, *key, value));
        let last = |key: u32| keys.iter().zip(10..).filter(|(it, _)| **it == key).last();
        for key in 1..10 {
            let wanted = last(key).filter(|_| there.contains(&key)).map(|(_, value)| value);
            let found = get(&table, key);
            if found != wanted {
                let what = format!(
                    "Where {what} ({keys:?} in this order), {key} should have {}, and has {}.",
                    told(wanted),
                    told(found)
                );
                return Err(Flaw::new(what, (*hint).to_owned()));
            }
        }
    }
    Ok(())
}

fn told(value: Option<u32>) -> String {
    value.map_or("no value".to_owned(), |value| value.to_string())
}
