//! Each scene is played once, for its transcript and for its counts; how often, [`runs`] says.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use guide::{
    Chapter, Counts, Detail, Paint, Played, Script, Step, Target, play_in_detail,
    recording::json::{Document, Scene},
};

use crate::runs;

/// What a scene shows, and what it came to: the same on every run.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) transcript: String,
    pub(crate) counts: Counts,
}

type Shared = Arc<OnceLock<Result<Outcome, String>>>;

static PLAYED: Mutex<Option<HashMap<(String, usize), Shared>>> = Mutex::new(None);

/// The outcome of a step's script, of those that are shown and then those that are only counted.
pub(crate) fn outcome(chapter: &Chapter, step: &Step, index: usize) -> Result<Outcome, String> {
    let name = chapter.server_name(step);
    let mut played = PLAYED.lock().unwrap_or_else(PoisonError::into_inner);
    let known = played.get_or_insert_default().entry((name.clone(), index)).or_default();
    let shared = Arc::clone(known);
    drop(played);
    // The second caller waits here for the first.
    shared.get_or_init(|| always_the_same(&name, step, scripts(step)[index])).clone()
}

/// A step's scripts: those that are shown come first.
pub(crate) fn scripts(step: &Step) -> Vec<&'static Script> {
    step.scripts.iter().chain(step.counted).collect()
}

fn always_the_same(name: &str, step: &Step, script: &Script) -> Result<Outcome, String> {
    let target = Target::Known(name.to_owned());
    let first = once(&target, step, script)?;
    for run in 1..runs() {
        let next = once(&target, step, script)?;
        if first != next {
            let (first, next) = (first.transcript, next.transcript);
            return Err(format!("{name}: run {run} differs:\n{first}\n{next}"));
        }
    }
    Ok(first)
}

fn once(target: &Target, step: &Step, script: &Script) -> Result<Outcome, String> {
    let played = play_in_detail(target, script, step.fault, step.detail(script, Detail::default()));
    let played = played.map_err(|trouble| trouble.to_string())?;
    can_be_read_again(&played);
    let lines = step.transcript(&played.recording, step.setup(script), Paint::Plain);
    let transcript = format!("{}\n{lines}", script.title);
    let counts = step.count(&played.recording);
    match played.trouble {
        Some(trouble) => Err(format!("{transcript}\n{trouble}")),
        None => Ok(Outcome { transcript, counts }),
    }
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
