//! Scenes, played in this process against servers in processes of their own.

use std::io::Error;

use guide::{
    Chapter, Paint, Played, Script, Serve, Step, Target, play,
    recording::json::{Document, Scene},
};
use io_models::MODELS;
use libtest_mimic::Trial;

use crate::{CHAPTERS, matches_snapshot, runs, skip};

/// In a process that is to be a server, becomes it.
pub(crate) fn enter() {
    let named = CHAPTERS.iter().flat_map(Chapter::servers).collect::<Vec<_>>();
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
        step.scripts.iter().enumerate().map(move |(index, script)| {
            let scene = format!("{}-{}", name(chapter, step), index + 1);
            Trial::test(format!("scene::{scene}"), move || {
                is_always_the_same(&scene, chapter, step, script);
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

/// What is written as JSON is what happened, to the last byte.
fn can_be_read_again(played: &Played) {
    let (recording, asides) = (played.recording.clone(), played.asides.clone());
    assert_eq!(recording.events.len(), asides.len());
    let scene = Scene { step: 1, name: String::new(), title: String::new(), recording, asides };
    let document = Document::new(1, "", vec![scene]);
    let mut text = Vec::new();
    document.write(&mut text).unwrap();
    assert_eq!(Document::read(str::from_utf8(&text).unwrap()).unwrap(), document);
}

fn is_always_the_same(scene: &str, chapter: &Chapter, step: &Step, script: &Script) {
    let target = Target::Known(name(chapter, step));
    let first = text(&target, step, script);
    for run in 1..runs() {
        let next = text(&target, step, script);
        assert_eq!(first, next, "{scene}: run {run} differs");
    }
    matches_snapshot(scene, &first);
}

fn text(target: &Target, step: &Step, script: &Script) -> String {
    let played = play(target, script, step.fault).unwrap();
    can_be_read_again(&played);
    let text = format!("{}\n{}", script.title, step.transcript(&played.recording, Paint::Plain));
    assert!(played.trouble.is_none(), "{text}\n{}", played.trouble.unwrap());
    text
}
