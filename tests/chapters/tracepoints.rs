//! The kernel's own tracepoints agree with its rows, in every scene: each wake-up by the network
//! that they saw has its row, each row has its wake-up, and each copy its bytes; and
//! bytes that arrive have their row.
//!
//! Each scene is played in a process of its own. In one of many threads, a process that another
//! thread has just forked may be the last to close a client's socket: then it is in that one's
//! context that the kernel tells the server.

use std::{
    env,
    process::{Command, ExitCode},
};

use guide::{Detail, Paint, Script, Step, Target, play_in_detail, tracefs::available};
use libtest_mimic::Trial;

use crate::{
    runs,
    scenes::{name, steps},
    skip,
};

/// The environment variable that tells a fresh process which scene to play.
const SCENE: &str = "WFB_TRACEPOINTS";

const HOW: Detail = Detail { lines: false, kernel: true, how: true };

pub(crate) fn trials() -> Vec<Trial> {
    if let Err(why) = available() {
        skip(&format!("tracepoints ({why})"));
        return Vec::new();
    }
    let trial = |(scene, ..): (String, _, _)| {
        Trial::test(format!("tracepoints::{scene}"), move || {
            let player = Command::new(env::current_exe().unwrap()).env(SCENE, scene).output()?;
            let said = String::from_utf8_lossy(&player.stderr).into_owned();
            if player.status.success() { Ok(()) } else { Err(said.into()) }
        })
    };
    scenes().map(trial).collect()
}

/// In a process that is to play a scene, plays it.
pub(crate) fn become_player() -> Option<ExitCode> {
    let wanted = env::var(SCENE).ok()?;
    let (_, step, script) = scenes().find(|(scene, ..)| *scene == wanted)?;
    let (server, _) = wanted.rsplit_once('-')?;
    let outcome = agree_always(&Target::Known(server.to_owned()), step, script);
    Some(outcome.map_or_else(complain, |()| ExitCode::SUCCESS))
}

#[expect(clippy::print_stderr, reason = "the trial that has started this process reports it")]
fn complain(why: String) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}

/// The name of each scene, its step and its script.
fn scenes() -> impl Iterator<Item = (String, &'static Step, &'static Script)> {
    steps().flat_map(|(chapter, step)| {
        let name = name(chapter, step);
        let scripts = (1..).zip(step.scripts);
        scripts.map(move |(number, script)| (format!("{name}-{number}"), step, script))
    })
}

fn agree_always(target: &Target, step: &Step, script: &Script) -> Result<(), String> {
    let first = agree(target, step, script)?;
    for run in 1..runs() {
        let next = agree(target, step, script)?;
        if first != next {
            return Err(format!("run {run} differs:\n{first}\n{next}"));
        }
    }
    Ok(())
}

/// The scene with all that the kernel tells of it, once the two sides of that agree.
fn agree(target: &Target, step: &Step, script: &Script) -> Result<String, String> {
    let played = play_in_detail(target, script, step.fault, step.detail(script, HOW))
        .map_err(|trouble| trouble.to_string())?;
    let text = step.transcript(&played.recording, step.setup(script), Paint::Plain);
    if let Some(trouble) = played.trouble {
        return Err(format!("{text}\n{trouble}"));
    }
    match played.tracepoints {
        Some(Ok(differences)) if differences.is_empty() => Ok(text),
        Some(Ok(differences)) => Err(format!("{text}\n{}", differences.join("\n"))),
        Some(Err(why)) => Err(why.to_string()),
        None => Err("nobody has listened to the tracepoints".to_owned()),
    }
}
