//! What `waits fingerprint` says of each model: the same on every run, and the right name; also where
//! it does not know what it is looking at; and of servers that others have written.

use std::{env, ffi::OsString};

use chapter_17::{SERVERS, Server};
use fingerprint::{Facts, Fingerprint, Model, Trait, fingerprint};
use guide::{Target, Trouble};
use io_models::MODELS;
use libtest_mimic::{Failed, Trial};

use crate::{matches_snapshot, program::PROGRAM, runs, wild};

/// The chapters that serve a model, as a command.
const CHAPTERS: [(u8, &str); 12] = [
    (1, "blocking"),
    (2, "threads"),
    (3, "processes"),
    (4, "nonblocking"),
    (5, "select"),
    (6, "poll"),
    (7, "epoll"),
    (8, "sigio"),
    (9, "uring"),
    (10, "callbacks"),
    (12, "executor"),
    (15, "cores"),
];

/// What servers of others are, as far as the recordings of chapter 17 tell.
const OTHERS: [(&str, &[Model]); 9] = [
    ("redis", &[Model::Epoll]),
    ("memcached", &[Model::Epoll]),
    // In each of its processes the listener is on a list of its own.
    ("nginx", &[Model::Cores]),
    ("postgresql", &[Model::Processes]),
    ("node", &[Model::Callbacks]),
    ("asyncio", &[Model::Callbacks]),
    ("go", &[Model::Epoll]),
    ("tokio", &[Model::Epoll]),
    ("java", &[Model::Threads]),
];

/// Steps, and servers of these tests, with something that is noticed.
const NOTICED: [(&str, Trait); 8] = [
    ("1-short-writes", Trait::LosesShortSends),
    ("1-blocking", Trait::Starves),
    ("3-parent-keeps", Trait::Keeps),
    ("6-always", Trait::AsksToWrite),
    ("7-drained", Trait::Drains),
    ("cores", Trait::LooksAway),
    ("careless-end", Trait::LosesEnd),
    ("careless-reset", Trait::DiesOfReset),
];

pub(crate) fn trials() -> Vec<Trial> {
    let named = MODELS.iter().map(|model| model.name).filter(|name| is_here(name));
    let named = named.map(|name| Trial::test(format!("fingerprint::{name}"), || is_named(name)));
    let unknown = CHAPTERS.iter().filter(|(_, name)| is_here(name)).map(|(number, name)| {
        Trial::test(format!("fingerprint::command::{name}"), || is_recognised(*number, name))
    });
    let noticed = NOTICED.iter().map(|(name, what)| {
        Trial::test(format!("fingerprint::noticed::{name}"), || is_noticed(name, *what))
    });
    let live = SERVERS.iter().map(|server| {
        Trial::test(format!("fingerprint::wild::{}", server.name), || is_seen_live(server))
    });
    named.chain(unknown).chain(others()).chain(noticed).chain(live).collect()
}

/// Whether this kernel has what a model of ours takes.
fn is_here(name: &str) -> bool {
    MODELS.iter().any(|model| model.name == name && (model.available)().is_ok())
}

fn others() -> impl Iterator<Item = Trial> {
    let expected = |server: &Server| OTHERS.iter().find(|(name, _)| *name == server.name);
    let others = SERVERS.iter().filter_map(move |server| Some((server, expected(server)?.1)));
    others.map(|(server, models)| {
        Trial::test(format!("wild::{}::has-a-model", server.name), || has_model(server, models))
    })
}

/// One that this program starts itself.
fn is_named(name: &str) -> Result<(), Failed> {
    let target = Target::Known(name.to_owned());
    let first = seen(&target)?;
    expect(name, &first)?;
    let text = first.to_string();
    for run in 1..runs() {
        let again = seen(&target)?.to_string();
        assert_eq!(text, again, "{name}: run {run} differs");
    }
    matches_snapshot(&format!("fingerprint-{name}"), &text);
    Ok(())
}

/// One that it knows nothing of but how to start it.
fn is_recognised(chapter: u8, name: &str) -> Result<(), Failed> {
    let program = env::current_exe()?.into_os_string();
    let variable = format!("{PROGRAM}=chapter-{chapter}").into();
    let words = ["serve", "{address}"].map(OsString::from);
    let line = [OsString::from("env"), variable, program].into_iter().chain(words);
    expect(name, &seen(&Target::Command(line.collect()))?)
}

/// A server of others, if it is installed.
fn is_seen_live(server: &Server) -> Result<(), Failed> {
    let Some((_, _folder, target)) = wild::ready(server)? else { return Ok(()) };
    let model = match server.name {
        // Its waker is made before it listens, so a recording of chapter 17 does not show it.
        "tokio" => Model::Executor,
        name => OTHERS.iter().find(|(known, _)| *known == name).unwrap().1[0],
    };
    expect(model.name(), &seen(&target)?)
}

fn is_noticed(name: &str, what: Trait) -> Result<(), Failed> {
    let seen = seen(&Target::Known(name.to_owned()))?;
    if seen.noticed.iter().any(|notice| notice.what == what) {
        return Ok(());
    }
    Err(format!("{name}: {what:?} is not noticed:\n{seen}").into())
}

fn seen(target: &Target) -> Result<Fingerprint, Trouble> {
    fingerprint(target, None, |_, _| ())
}

fn expect(name: &str, seen: &Fingerprint) -> Result<(), Failed> {
    let is_it = seen.model.is_some_and(|model| model.name() == name);
    if is_it && seen.noticed.iter().all(|notice| notice.what.is_harmless() || name == "blocking") {
        return Ok(());
    }
    Err(format!("{name} is seen as:\n{seen}").into())
}

/// The stored recordings alone tell it: nobody has to have the server.
fn has_model(server: &Server, expected: &[Model]) -> Result<(), Failed> {
    for scene in server.stored()?.scenes {
        let model = Model::of(&Facts::of(&scene.recording));
        if !model.is_some_and(|model| expected.contains(&model)) {
            return Err(format!("{}, {}: {model:?}", server.name, scene.name).into());
        }
    }
    Ok(())
}
