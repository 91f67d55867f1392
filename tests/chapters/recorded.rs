//! The recordings from which the book's figures are drawn: each stored one is what is played now.
//!
//! A file `book/recorded/7-edge.json` is what `cargo run -p chapter-7 --features json -- 2 --json`
//! writes; `ping.json` is one request of each model. `INSTA_UPDATE=always` writes those that are not, and fails all the same.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use guide::{
    Chapter, Detail, Fault, PING, Script, Step, Target, play_in_detail,
    recording::json::{Document, Scene},
};
use io_models::MODELS;
use libtest_mimic::{Failed, Trial};

use crate::{
    runs,
    scenes::{name, steps},
    skip,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../book/recorded");

/// What a transcript shows at most without root.
const KERNEL: Detail = Detail { lines: false, kernel: true, how: false };

/// The file with one request of each model.
const MODELS_FILE: &str = "ping";

pub(crate) fn trials() -> Vec<Trial> {
    stored().into_iter().map(|path| trial(&path)).collect()
}

/// The files from which figures are drawn.
fn stored() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn trial(path: &Path) -> Trial {
    let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let path = path.to_owned();
    Trial::test(format!("recorded::{file}"), move || {
        (0..runs()).try_for_each(|_| match play(&file)? {
            Some(played) => holds(&path, &file, &played),
            None => Ok(()),
        })
    })
}

fn holds(path: &Path, file: &str, played: &str) -> Result<(), Failed> {
    if fs::read_to_string(path)? == played {
        return Ok(());
    }
    if env::var_os("INSTA_UPDATE").is_some_and(|wanted| wanted == "always") {
        fs::write(path, played)?;
    }
    let way_out = format!(
        "look why; if it is right, `INSTA_UPDATE=always cargo test -p conformance --test chapters \
         -- recorded::{file}`, then `cargo run -p book -- figures`"
    );
    Err(format!("{} is not what is played now; {way_out}.", path.display()).into())
}

/// What is to be in a file; nothing if that can't be played here.
fn play(file: &str) -> Result<Option<String>, Failed> {
    let document = match steps().find(|(chapter, step)| name(chapter, step) == file) {
        Some((chapter, step)) => {
            Document::new(chapter.number, chapter.title, scenes(chapter, step)?)
        }
        None if file == MODELS_FILE => Document::new(0, PING.title, models()?),
        None => {
            skip(&format!("{file} (no step of this name can be played here)"));
            return Ok(None);
        }
    };
    let mut text = Vec::new();
    document.write(&mut text)?;
    Ok(Some(String::from_utf8(text)?))
}

/// All scenes of a step.
fn scenes(chapter: &Chapter, step: &Step) -> Result<Vec<Scene>, Failed> {
    let number = 1 + chapter.steps.iter().position(|other| other.name == step.name).unwrap();
    let server = name(chapter, step);
    let scenes =
        step.scripts.iter().map(|script| scene(number, step.name, &server, script, step.fault));
    scenes.collect()
}

/// One request of each way to wait. (`cores` waits as `epoll` does.)
fn models() -> Result<Vec<Scene>, Failed> {
    let scenes = (1..).zip(MODELS.iter().filter(|model| model.name != "cores"));
    let scenes =
        scenes.map(|(number, model)| scene(number, model.name, model.name, &PING, Fault::None));
    scenes.collect()
}

fn scene(
    step: usize,
    name: &str,
    server: &str,
    script: &Script,
    fault: Fault,
) -> Result<Scene, Failed> {
    let played = play_in_detail(&Target::Known(server.to_owned()), script, fault, KERNEL)?;
    if let Some(trouble) = played.trouble {
        return Err(trouble.to_string().into());
    }
    let (name, title, recording) = (name.to_owned(), script.title.to_owned(), played.recording);
    Ok(Scene { step, name, title, recording, asides: Vec::new() })
}
