//! Servers that are not ours: what `--kernel` and `--lines` show of each, of a script and live.
//!
//! The rows are the table of the page about a server of your own. Each is taken from a scene that is
//! played; then the server serves for real, and is watched until the same has been seen of it.

mod lane;
mod watched;

use std::process::Command;

use chapter_17::{Folder, SERVERS, Server};
use guide::{
    Detail, ONE_CLIENT, PING, Script, Target, play_in_detail, recording::End, tracefs::available,
};
use libtest_mimic::{Failed, Trial};

use crate::{
    matches_snapshot,
    others::{
        lane::{Beside, Lane},
        watched::Watched,
    },
    root, skip,
    wild::ready,
};

/// What is asked of the kernel, and of the stacks.
const ALL: Detail = Detail { lines: true, kernel: true, how: true };

/// A server and what its client does, the folder that it needs, and how it is started.
struct Other {
    name: &'static str,
    script: Script,
    /// Whether its program is of the version that the page knows.
    is_known: bool,
    /// What it needs, for as long as it runs.
    _folder: Folder,
    target: Target,
}

pub(crate) fn trials() -> Vec<Trial> {
    if let Err(why) = available() {
        skip(&format!("servers that are not ours ({why})"));
        return Vec::new();
    }
    let c = Trial::test("others::c", || holds(c()?));
    let threads = Trial::test("others::python-threads", || holds(python_threads()?));
    let of_chapter_17 = SERVERS.iter().map(|server| {
        Trial::test(format!("others::{}", server.name), || holds(of_chapter_17(server)?))
    });
    let head = Trial::test("others::head", || {
        matches_snapshot("others", &columns(HEAD));
        Ok(())
    });
    [head, c, threads].into_iter().chain(of_chapter_17).collect()
}

/// One in C, compiled with the names of its lines.
fn c() -> Result<Option<Other>, Failed> {
    let folder = Folder::create()?;
    let program = folder.path().join("server");
    let mut compiler = Command::new("cc");
    compiler.args(["-g", "-o"]).arg(&program).arg(root().join("chapters/waits/tests/server.c"));
    let Ok(status) = compiler.status() else {
        skip("others::c (cc is not installed: `apt-get install gcc`)");
        return Ok(None);
    };
    assert!(status.success(), "cc: {status}");
    let target = Target::Command(vec![program.into(), "{port}".into()]);
    Ok(Some(Other { name: "c", script: PING, is_known: true, _folder: folder, target }))
}

/// A thread for each client, in the Python that chapter 17 knows as asyncio's.
fn python_threads() -> Result<Option<Other>, Failed> {
    let asyncio = SERVERS.iter().find(|server| server.name == "asyncio").unwrap();
    let Some(Other { is_known, _folder, target, .. }) = of_chapter_17(asyncio)? else {
        return Ok(None);
    };
    let Target::Command(mut line) = target else { return Err("it is no command".into()) };
    line.truncate(1);
    line.push(root().join("chapters/waits/tests/kinds.py").into());
    line.push("threads".into());
    let target = Target::Command(line);
    Ok(Some(Other { name: "python-threads", script: PING, is_known, _folder, target }))
}

fn of_chapter_17(server: &'static Server) -> Result<Option<Other>, Failed> {
    let Some((version, folder, target)) = ready(server)? else { return Ok(None) };
    let is_known = server.stored()?.title == server.titled(&version);
    let script = server.scenes.first().map_or(ONE_CLIENT, |scene| scene.script);
    Ok(Some(Other { name: server.name, script, is_known, _folder: folder, target }))
}

/// What a script shows of it is what the page says, and watching it shows the same.
fn holds(other: Option<Other>) -> Result<(), Failed> {
    let Some(other) = other else { return Ok(()) };
    let played = played(&other)?;
    let (seen, end) = Watched::of(&other.target)?.until_it_shows(&other.script, &played)?;
    if seen.how != played.how || seen.beside != played.beside {
        return Err(
            format!("{}: a script shows {played:?}, live it is {seen:?}", other.name).into()
        );
    }
    if !other.is_known {
        println!("{}: another version is recorded: its row is not compared", other.name);
        return Ok(());
    }
    matches_snapshot(&format!("others-{}", other.name), &row(other.name, &played, end));
    Ok(())
}

/// What a script shows; if another program was faster to take the port, it is played once more.
fn played(other: &Other) -> Result<Lane, Failed> {
    let mut last = Failed::from("it was not played");
    for _ in 0..3 {
        let played = play_in_detail(&other.target, &other.script, guide::Fault::None, ALL)?;
        match (played.trouble, Lane::of(&played.recording)) {
            (None, Some(lane)) => return Ok(lane),
            (None, None) => last = format!("nobody is woken: {:#?}", played.recording).into(),
            (Some(trouble), _) => last = trouble.to_string().into(),
        }
    }
    Err(last)
}

/// What stands above the rows of the page's table.
const HEAD: [&str; 7] =
    ["server", "sleeps in", "woken", "by", "copied by", "beside it", "at Ctrl-C"];

/// Any of their threads that is free may be the one that waits.
const ANY_THREAD: [&str; 2] = ["go", "tokio"];

fn row(name: &str, lane: &Lane, end: End) -> String {
    let end = match end {
        End::Exits(0) => "it exits".to_owned(),
        End::Exits(status) => format!("it exits with {status}"),
        End::Killed(signal) | End::Stopped(signal) => format!("{signal} kills it"),
    };
    let beside = match &lane.beside {
        Beside::Line(file) => file,
        Beside::Function => "a function",
        Beside::Nothing => "nothing",
    };
    let Lane { sleeps_in, how, copies, .. } = lane;
    let woken = if ANY_THREAD.contains(&name) { "any thread" } else { lane.woken };
    columns([name, sleeps_in, woken, how, copies, beside, &end])
}

fn columns([name, sleeps_in, woken, how, copies, beside, end]: [&str; 7]) -> String {
    format!("{name:<15} {sleeps_in:<11} {woken:<11} {how:<7} {copies:<10} {beside:<11} {end}")
}
