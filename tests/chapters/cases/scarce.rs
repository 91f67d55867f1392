//! A server that finds no descriptor for its next client leaves the listener alone for a while: it
//! does not go round and round.

use guide::recording::{Event, Recording};
use guide::{ALICE, Chapter, Fault, Script, Step, Target, play};
use libtest_mimic::Trial;

use crate::scenes::{lack, name};

/// The steps, and how many descriptors each takes for itself.
const STEPS: &[(Chapter, &[(&str, usize)])] = &[
    (
        chapter_11::CHAPTER,
        &[
            ("block-on", 0),
            ("lost-wake-up", 0),
            ("wake-up-kept", 0),
            ("run-queue", 0),
            ("not-heard", 0),
            ("eventfd", 1),
            ("timers-join", 1),
        ],
    ),
    (
        chapter_12::CHAPTER,
        &[
            ("one-thread", 1),
            ("blocking-sleep", 2),
            ("awaited-timer", 2),
            ("dropped", 2),
            ("kept", 2),
            ("two-threads", 2),
            ("lent", 1),
            ("taken-back", 1),
            ("executor", 2),
        ],
    ),
    (chapter_16::CHAPTER, &[("many", 1)]),
];

const NOT_ACCEPTED: Script = Script {
    title: "There is no descriptor for Alice.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears_nothing()],
};

pub(crate) fn trials() -> Vec<Trial> {
    let chapters = STEPS.iter().filter(|(chapter, _)| lack(chapter).is_none());
    chapters.flat_map(|(chapter, steps)| steps.iter().map(|step| trial(chapter, step))).collect()
}

fn trial(chapter: &Chapter, (step, own): &'static (&str, usize)) -> Trial {
    let is_it = |it: &&Step| it.name == *step;
    let part = name(chapter, chapter.steps.iter().find(is_it).unwrap());
    Trial::test(format!("scarce::{part}"), move || {
        let target = Target::Known(part);
        let played = play(&target, &NOT_ACCEPTED, Fault::Descriptors(*own)).unwrap();
        assert!(played.trouble.is_none(), "{:?}", played.trouble);
        assert_eq!(rounds_without_a_pause(&played.recording), 0);
        Ok(())
    })
}

fn rounds_without_a_pause(recording: &Recording) -> usize {
    let spins = |pair: &&[Event]| match pair {
        [Event::Call(last), Event::Round { .. }] => !last.kind.is_pause(),
        [_, event] => matches!(event, Event::Round { .. }),
        _ => false,
    };
    recording.events.windows(2).filter(spins).count()
}
