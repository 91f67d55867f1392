//! Wrong solutions: each passes the checks before the one that refuses it.

mod blocking;
mod code;
mod forks;
mod relay;
mod ring;
mod servers;
mod slow;

use guide::{Author, Chapter, Check, Exercise, Serve, Work};
use libtest_mimic::Trial;

use crate::CHAPTERS;

/// The chapter, its exercise, which of its checks refuses it (from 0), what is wrong, and the server.
type Wrong = (u32, &'static str, usize, &'static str, Serve);

const WRONG: &[Wrong] = &[
    (1, "whole-lines", 2, "forgets-the-rest", blocking::forgets_the_rest),
    (1, "whole-lines", 3, "keeps-the-line-in-a-buffer", blocking::keeps_the_line_in_a_buffer),
    (2, "at-most-two", 2, "a-pool", blocking::a_pool),
    (2, "at-most-two", 3, "waits-for-the-first", blocking::waits_for_the_first),
    (2, "next-please", 2, "a-thread-for-each", blocking::a_thread_for_each),
    (3, "reap", 4, "asks-twice", forks::asks_twice),
    (3, "prefork", 3, "replaces-one", forks::replaces_one),
    (5, "copy", 1, "receives-from-everybody", servers::receives_from_everybody),
    (5, "copy", 2, "makes-a-set-anew", servers::makes_a_set_anew),
    (5, "refuse", 3, "counts-to-two", servers::counts_to_two),
    (6, "full-house", 2, "accepts-the-third", servers::accepts_the_third),
    (7, "two-descriptors", 2, "keeps-one-open", servers::keeps_one_open),
    (7, "fair-edges", 2, "level-triggered", servers::level_triggered),
    (8, "all-of-them", 2, "three-each-time", servers::three_each_time),
    (8, "read-on", 2, "large-buffer", servers::large_buffer),
    (9, "send", 0, "writes", ring::writes),
    (9, "send", 1, "waits-for-each", ring::waits_for_each),
    (9, "send", 2, "two-at-a-time", ring::two_at_a_time),
    (9, "send", 4, "closes-at-once", ring::closes_at_once),
    (10, "fair-sleep", 1, "reply-by-another", slow::reply_by_another),
    (10, "fair-sleep", 2, "one-timer", slow::one_timer),
    (10, "say-something", 2, "one-timer", slow::one_timer_for_the_silent),
    (12, "silent", 1, "one-limit-for-all-waits", slow::one_limit_for_all_waits),
    (14, "log", 1, "tells-each-line", relay::tells_each_line),
    (14, "log", 1, "tells-the-first-piece", relay::tells_the_first_piece),
    (14, "log", 2, "copies", relay::copies),
];

/// The servers, by the names under which an examination starts them.
pub(crate) fn servers() -> Vec<(String, Serve)> {
    let servers = WRONG.iter().enumerate().flat_map(|(index, wrong)| {
        let exercise: &'static [Exercise] = vec![exercise(wrong)].leak();
        let number = NOWHERE + u32::try_from(index).unwrap();
        Chapter::new(number, "", &[]).exercises(exercise).servers()
    });
    servers.collect()
}

pub(crate) fn trials() -> Vec<Trial> {
    let trials = (NOWHERE..).zip(WRONG).map(|(number, wrong)| {
        let (chapter, name, refuses, what, _) = wrong;
        Trial::test(format!("exercise::{chapter}-{name}::refuses::{what}"), move || {
            let exercise = exercise(wrong);
            let examined = exercise.examine(number, Author::Reader).unwrap();
            let hint = examined.flaw.map(|flaw| flaw.hint);
            assert_eq!(hint.as_deref(), Some(checks(&exercise)[*refuses].hint));
            Ok(())
        })
    });
    trials.chain(code::WRONG.iter().map(refused)).collect()
}

/// What is no server.
fn refused((chapter, name, what, examines, words): &'static code::Wrong) -> Trial {
    Trial::test(format!("exercise::{chapter}-{name}::refuses::{what}"), move || {
        let flaw = examines().expect_err("it is wrong");
        assert!(flaw.what.contains(words), "{}", flaw.what);
        Ok(())
    })
}

/// A number that no chapter has: the wrong servers are not those of the readers.
const NOWHERE: u32 = 1000;

/// The exercise, with a wrong attempt.
fn exercise((chapter, name, .., serve): &Wrong) -> Exercise {
    let of = CHAPTERS.iter().find(|of| of.number == *chapter).unwrap();
    let exercise = of.exercises.iter().find(|exercise| exercise.name == *name).unwrap();
    let (solution, checks) = (*serve, checks(exercise));
    Exercise { work: Work::Server { attempt: *serve, solution, checks }, ..*exercise }
}

fn checks(exercise: &Exercise) -> &'static [Check] {
    let Work::Server { checks, .. } = exercise.work else { unreachable!("it is a server") };
    checks
}
