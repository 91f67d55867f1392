//! Each step's table of counts: the same on every run, and the book's.

use guide::{Chapter, Step, Target, play, table};
use libtest_mimic::Trial;

use crate::{
    matches_snapshot, runs,
    scenes::{name, steps},
};

pub(crate) fn trials() -> Vec<Trial> {
    let trials = steps().map(|(chapter, step)| {
        let part = name(chapter, step);
        Trial::test(format!("counts::{part}"), move || {
            is_always_the_same(&format!("{part}-counts"), chapter, step);
            Ok(())
        })
    });
    trials.collect()
}

fn is_always_the_same(name: &str, chapter: &Chapter, step: &Step) {
    let first = count(chapter, step);
    for run in 1..runs() {
        assert_eq!(first, count(chapter, step), "{name}: run {run} differs");
    }
    matches_snapshot(name, &first);
}

fn count(chapter: &Chapter, step: &Step) -> String {
    let target = Target::Known(name(chapter, step));
    let rows = step.scripts.iter().chain(step.counted).map(|script| {
        let played = play(&target, script, step.fault).unwrap();
        assert!(played.trouble.is_none(), "{}: {}", script.title, played.trouble.unwrap());
        (script.title, step.count(&played.recording))
    });
    table(&rows.collect::<Vec<_>>())
}
