//! Scenes, played in this process against servers in processes of their own.

use std::io::Error;

use guide::{Chapter, Serve, Step, Target, play};
use io_models::MODELS;
use libtest_mimic::Trial;

use crate::{CHAPTERS, careless, commands, matches_snapshot, played::outcome, skip, wrong};

/// In a process that is to be a server, becomes it.
pub(crate) fn enter() {
    let solved = commands::servers();
    let named = CHAPTERS.iter().flat_map(Chapter::servers).chain(wrong::servers()).chain(solved);
    let named = named.chain(careless::servers());
    let named = named.collect::<Vec<_>>();
    let steps = named.iter().map(|(name, serve)| (&name[..], *serve));
    let servers = steps.chain(MODELS.iter().map(|model| (model.name, model.serve)));
    guide::enter(&servers.collect::<Vec<(&str, Serve)>>());
}

/// Whether the kernel lets one process trace another: a container may forbid it.
pub(crate) fn can_be_traced() -> bool {
    let (chapter, step) = steps().next().unwrap();
    let played = play(&Target::Known(name(chapter, step)), &step.scripts[0], step.fault).unwrap();
    played.recording.traced
}

pub(crate) fn trials() -> Vec<Trial> {
    for chapter in CHAPTERS {
        if let Some(why) = lack(chapter) {
            skip(&format!("chapter {} ({why})", chapter.number));
        }
    }
    let scenes = steps().flat_map(|(chapter, step)| {
        (0..step.scripts.len()).map(move |index| {
            let scene = format!("{}-{}", name(chapter, step), index + 1);
            Trial::test(format!("scene::{scene}"), move || {
                matches_snapshot(&scene, &outcome(chapter, step, index)?.transcript);
                Ok(())
            })
        })
    });
    scenes.collect()
}

/// Every step of every chapter.
pub(crate) fn steps() -> impl Iterator<Item = (&'static Chapter, &'static Step)> {
    let chapters = CHAPTERS.iter().filter(|chapter| lack(chapter).is_none());
    chapters.flat_map(|chapter| chapter.steps.iter().map(move |step| (chapter, step)))
}

/// What this machine does not have, or not allow, that the chapter is about.
pub(crate) fn lack(chapter: &Chapter) -> Option<Error> {
    chapter.steps.iter().find_map(|step| (step.available)().err())
}

/// The name of a step among all steps of all chapters.
pub(crate) fn name(chapter: &Chapter, step: &Step) -> String {
    chapter.server_name(step)
}
