//! `waits diff`: two files of recordings beside each other, as diff(1) shows two texts.

use std::{
    ffi::OsString,
    fs,
    io::{self, Write, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use guide::{
    Failure, Paint, Setup,
    align::{Pair, align},
    beside::{Sign, beside, table},
    recording::json::{Document, Scene},
    report,
};
use lexopt::prelude::{Long, Short, Value};

/// As diff(1) says that it has found a difference; a failure is 2, as there.
const DIFFERENT: u8 = 1;
const FAILED: u8 = 2;

/// What is asked for.
struct Asked {
    files: [PathBuf; 2],
    setup: Setup,
}

/// Does what stands after `waits diff`.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = match parse(arguments) {
        Ok(None) => help(),
        Ok(Some(asked)) => compare(&asked, &mut stdout().lock()),
        Err(error) => Err(Failure::Usage(error.to_string())),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => DIFFERENT.into(),
        Err(failure) => {
            report(Err(failure), "waits diff --help");
            FAILED.into()
        }
    }
}

/// To ask for help is no difference.
fn help() -> Result<bool, Failure> {
    stdout().write_all(include_bytes!("diff/help.txt"))?;
    Ok(true)
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Option<Asked>, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut files, mut setup) = (Vec::new(), Setup::Folded);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("all") => setup = Setup::Shown,
            Value(path) => files.push(PathBuf::from(path)),
            other => return Err(other.unexpected()),
        }
    }
    let count = files.len();
    let files = files.try_into().map_err(|_| format!("it takes two files, and not {count}"))?;
    Ok(Some(Asked { files, setup }))
}

/// Shows them; whether there was no difference.
fn compare(asked: &Asked, out: &mut impl Write) -> Result<bool, Failure> {
    let [one, other] = [read(&asked.files[0])?, read(&asked.files[1])?];
    let names = asked.files.each_ref().map(|path| path.display().to_string());
    let worth = |left: usize, right: usize| likeness(&one.scenes[left], &other.scenes[right]);
    // One scene of each is what the reader wants to compare, whatever it is called.
    let pairs = match [one.scenes.len(), other.scenes.len()] {
        [1, 1] => vec![Pair::Both(0, 0)],
        [left, right] => align(left, right, worth),
    };
    let mut same = true;
    for pair in pairs {
        same &= match pair {
            Pair::Both(left, right) => {
                show([&one.scenes[left], &other.scenes[right]], asked.setup, out)?
            }
            Pair::Left(scene) => alone(&one.scenes[scene], &names[0], out)?,
            Pair::Right(scene) => alone(&other.scenes[scene], &names[1], out)?,
        };
    }
    Ok(same)
}

fn read(path: &Path) -> Result<Document, Failure> {
    let at =
        |error: io::Error| Failure::Io(io::Error::other(format!("{}: {error}", path.display())));
    let bytes = fs::read(path).map_err(at)?;
    // What is no text is no recording either.
    Document::read(&String::from_utf8_lossy(&bytes)).map_err(at)
}

/// The same script belongs together, above all of the same step.
fn likeness(left: &Scene, right: &Scene) -> u32 {
    let is_step = (left.step, &left.name) == (right.step, &right.name);
    if left.title == right.title { 1 + u32::from(is_step) } else { 0 }
}

fn show(scenes: [&Scene; 2], setup: Setup, out: &mut impl Write) -> Result<bool, Failure> {
    let [left, right] = scenes;
    let rows = beside(&left.recording, &right.recording, setup);
    let names = scenes.map(|scene| scene.name.as_str());
    writeln!(out, "{}\n{}", left.title, table(names, &rows, Paint::of_stdout()))?;
    Ok(rows.iter().all(|row| row.sign() == Sign::Same))
}

fn alone(scene: &Scene, file: &str, out: &mut impl Write) -> Result<bool, Failure> {
    let Scene { step, name, title, .. } = scene;
    writeln!(out, "Only in {file}: step {step}, {name}: {title}\n")?;
    Ok(false)
}
