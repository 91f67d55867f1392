//! Servers that others have written: the stored recordings are the book's, and what is played today.
//!
//! Where a program has the version of the recording, each row must be the same; where it has another
//! one, what model it is. `INSTA_UPDATE=always` stores what is played, and fails all the same.

use std::{env, fs, path::PathBuf};

use chapter_17::{Facts, Folder, Missing, SERVERS, Server, table};
use guide::{
    Fault, Paint, Recording, Script, Setup, Target, play,
    recording::{
        Event,
        json::{Document, Scene},
    },
    transcript,
};
use libtest_mimic::{Failed, Trial};

use crate::{
    matches_snapshot,
    program::{program, report},
    root, runs, skip,
};

pub(crate) fn trials() -> Vec<Trial> {
    let played = SERVERS.iter().map(|server| {
        Trial::test(format!("wild::{}::is-what-is-stored", server.name), || holds(server))
    });
    let shown = SERVERS.iter().map(|server| {
        Trial::test(format!("wild::{}::is-shown", server.name), || {
            is_shown(server);
            Ok(())
        })
    });
    let table = Trial::test("wild::table", || {
        matches_snapshot("17-table", &table()?);
        Ok(())
    });
    let unnamed = Trial::test("wild::unnamed", || {
        unnamed();
        Ok(())
    });
    played.chain(shown).chain([table, unnamed, help(), nothing_is_here()]).collect()
}

/// The transcripts of what is stored are those of the page, whatever is installed.
fn is_shown(server: &Server) {
    let stored = server.stored().unwrap();
    for scene in stored.scenes {
        let text = transcript(&scene.recording, Setup::Folded, Paint::Plain);
        let text = format!("{}: {}\n{text}", stored.title, scene.title);
        matches_snapshot(&format!("17-{}-{}", server.name, scene.step), &text);
    }
}

/// Two clients of each of these: an exercise asks which server it is.
const UNNAMED: &[(&str, &str)] = &[("A", "java"), ("B", "go"), ("C", "node")];

/// Of what is stored, all but the names that a program gave to its threads.
fn unnamed() {
    for (letter, name) in UNNAMED {
        let server = SERVERS.iter().find(|server| server.name == *name).unwrap();
        let scene = server.stored().unwrap().scenes.swap_remove(1);
        let recording = Recording { names: Vec::new(), ..scene.recording };
        let text = transcript(&recording, Setup::Folded, Paint::Plain);
        let text = format!("{letter}: {}\n{text}", scene.title);
        matches_snapshot(&format!("17-unnamed-{letter}"), &text);
    }
}

fn help() -> Trial {
    Trial::test("wild::help", || {
        let output = program("chapter-17").arg("--help").output()?;
        matches_snapshot("17-help", &report(&output));
        Ok(())
    })
}

/// Without a path there is no program.
fn nothing_is_here() -> Trial {
    Trial::test("wild::nothing-is-here", || {
        let output = program("chapter-17").env("PATH", "").output()?;
        matches_snapshot("17-nothing-is-here", &report(&output));
        let output = program("chapter-17").arg("redis").env("PATH", "").output()?;
        matches_snapshot("17-one-is-not-here", &report(&output));
        Ok(())
    })
}

fn holds(server: &Server) -> Result<(), Failed> {
    let Some((version, _folder, target)) = ready(server)? else { return Ok(()) };
    let title = server.titled(&version);
    (0..runs()).try_for_each(|_| compare(server, &played(server, &title, &target)?))
}

/// The version of a server, and how to start it while the folder is there; none if it is not installed,
/// and that is said.
pub(crate) fn ready(server: &Server) -> Result<Option<(String, Folder, Target)>, Failed> {
    let version = match server.version() {
        Ok(version) => version,
        Err(missing) => {
            skip(&format!("{} ({missing})", server.name));
            return Ok(None);
        }
    };
    let folder = Folder::create()?;
    match server.start(&folder) {
        Ok(target) => Ok(Some((version, folder, target))),
        Err(missing @ Missing::Program(..)) => {
            skip(&format!("{} ({missing})", server.name));
            Ok(None)
        }
        Err(missing) => Err(missing.to_string().into()),
    }
}

fn played(server: &Server, title: &str, target: &Target) -> Result<Document, Failed> {
    let scene = |(step, scene): (usize, &chapter_17::Scene)| {
        Ok::<_, Failed>(Scene {
            step,
            name: scene.name.to_owned(),
            title: scene.script.title.to_owned(),
            recording: recorded(target, &scene.script)?,
            asides: Vec::new(),
        })
    };
    let scenes = (1..).zip(server.scenes).map(scene).collect::<Result<_, _>>()?;
    Ok(Document::of_server(title, scenes))
}

/// The director chooses a port, and the program takes it a moment later: if another one was faster, it
/// is tried once more.
fn recorded(target: &Target, script: &Script) -> Result<Recording, Failed> {
    let mut last = Failed::from("it was not played");
    for _ in 0..3 {
        let played = play(target, script, Fault::None)?;
        let is_seen = played.recording.events.iter().any(|event| event.task().is_some());
        match played.trouble {
            None if is_seen => return Ok(played.recording),
            None => last = "the clients met another program".into(),
            Some(trouble) => last = trouble.to_string().into(),
        }
    }
    Err(last)
}

fn compare(server: &Server, played: &Document) -> Result<(), Failed> {
    let stored = server.stored()?;
    let is_same = stored.title == played.title;
    let other = (0..stored.scenes.len()).find(|at| data(&stored, *at) != data(played, *at));
    match other {
        None if is_same => return Ok(()),
        _ if env::var_os("INSTA_UPDATE").is_some_and(|wanted| wanted == "always") => {
            return store(server, played);
        }
        Some(at) if is_same => return Err(differs(&stored, played, at)),
        _ => {}
    }
    println!("{}: {} is stored, so its model is compared", played.title, stored.title);
    for (one, other) in stored.scenes.iter().zip(&played.scenes) {
        let [stored, played] = [one, other].map(|scene| Facts::of(&scene.recording));
        if stored != played {
            return Err(format!("{}: {stored:?} is stored, and {played:?} played", one.name).into());
        }
    }
    Ok(())
}

/// All that was recorded, but for what PostgreSQL tells each client alone.
fn data(all: &Document, at: usize) -> Recording {
    let mut recording = all.scenes[at].recording.clone();
    for event in &mut recording.events {
        if let Event::Call(call) = event {
            hide_key(&mut call.bytes);
        }
    }
    recording
}

/// Its message `BackendKeyData` has twelve bytes: this length, the number of a process, and a secret.
fn hide_key(bytes: &mut [u8]) {
    const KEY: &[u8] = b"K\0\0\0\x0c";
    let found = bytes.windows(KEY.len()).position(|window| window == KEY);
    let key = found.map(|at| bytes[at + KEY.len()..].iter_mut().take(8));
    key.into_iter().flatten().for_each(|byte| *byte = 0);
}

fn text(all: &Document, at: usize) -> String {
    transcript(&all.scenes[at].recording, Setup::Folded, Paint::Plain)
}

fn differs(stored: &Document, played: &Document, at: usize) -> Failed {
    let events = data(stored, at).events.into_iter().zip(data(played, at).events);
    let first = events.into_iter().find(|(stored, played)| stored != played);
    format!("stored:\n{}played:\n{}first: {first:?}", text(stored, at), text(played, at)).into()
}

fn store(server: &Server, played: &Document) -> Result<(), Failed> {
    let mut text = Vec::new();
    played.write(&mut text)?;
    let file: PathBuf = root().join(format!("chapters/17-wild/recorded/{}.json", server.name));
    fs::write(&file, text)?;
    Err(format!("{} is stored anew: build and test once more", file.display()).into())
}
