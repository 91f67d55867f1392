//! The command line of a chapter, as data.

use std::{ffi::OsString, net::SocketAddr, num::NonZero, path::PathBuf};

use lexopt::prelude::{Long, Short, Value, ValueExt};

use play::{Detail, Script};
use show::Setup;

use crate::{chapter::Chapter, permitted::take_detail, step::Step, watch};

/// What the reader asks a chapter to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    /// Play one step, or all of them.
    Play { step: Option<usize>, form: Form, manner: Manner },
    /// Play one step, or all of them, and write a page to this file.
    Page { step: Option<usize>, manner: Manner, file: PathBuf },
    /// Name the steps.
    List,
    /// Examine one exercise, or all of them.
    Exercise(Option<usize>),
    /// Say what to do next in one exercise, or in all of them.
    Hint(Option<usize>),
    /// Explain the command line.
    Help,
    /// Serve the finished model, in so many threads if that is said.
    Serve(SocketAddr, Option<NonZero<usize>>, Option<watch::Manner>),
    /// Talk to a server.
    Talk(SocketAddr, Talk),
}

/// In which form the reader gets what was played.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// As transcripts.
    #[default]
    Transcripts,
    /// As JSON.
    Json,
    /// Row by row, one for each Enter.
    Rows,
}

/// How a chapter is played.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// Whether the rows by which a server sets itself up are all shown.
    pub(crate) all: bool,
    /// What is shown beside the calls, in every scene.
    pub(crate) detail: Detail,
}

impl Manner {
    /// How much is shown of how the server of a step sets itself up.
    pub(crate) fn setup(self, step: &Step, script: &Script) -> Setup {
        if self.all { Setup::Shown } else { step.setup(script) }
    }
}

/// How the reader's client talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Talk {
    /// Line by line.
    Interactive,
    /// So many requests in one piece, on one connection.
    Pipeline(usize),
    /// One request on each of so many connections.
    Connections(usize),
}

/// Where a chapter serves, and where its client calls.
pub(crate) const ADDRESS: ([u8; 4], u16) = ([127, 0, 0, 1], 6380);

/// Parses a command line for a chapter; an error is a sentence for the reader.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    chapter: &Chapter,
) -> Result<Request, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    read(&mut parser, chapter).map_err(|error| error.to_string())
}

fn read(parser: &mut lexopt::Parser, chapter: &Chapter) -> Result<Request, lexopt::Error> {
    let steps = chapter.steps.len();
    let (mut step, mut form, mut manner) = (None, Form::default(), Manner::default());
    let mut page: Option<PathBuf> = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Short('l') | Long("list") => return Ok(Request::List),
            Long("json") => form = either(form, Form::Json)?,
            Long("step") => form = either(form, Form::Rows)?,
            Long("html") => page = Some(parser.value()?.into()),
            Long("all") => manner.all = true,
            Long(name) if take_detail(&mut manner.detail, name) => {}
            Value(word) if word == "serve" => return serve(parser, chapter),
            Value(word) if word == "client" => return client(parser),
            Value(word) if word == "exercise" => {
                return exercise(parser, chapter).map(Request::Exercise);
            }
            Value(word) if word == "hint" => return exercise(parser, chapter).map(Request::Hint),
            Value(word) if step.is_none() => step = Some(number("step", &word.string()?, steps)?),
            _ => return Err(argument.unexpected()),
        }
    }
    match page {
        None => Ok(Request::Play { step, form, manner }),
        Some(file) if form == Form::default() => Ok(Request::Page { step, manner, file }),
        Some(_) => Err("`--html` goes with neither `--json` nor `--step`: choose one".into()),
    }
}

/// One form at a time.
fn either(asked: Form, form: Form) -> Result<Form, lexopt::Error> {
    if asked == Form::default() || asked == form {
        return Ok(form);
    }
    Err("`--json` and `--step` exclude each other: choose one".into())
}

fn number(kind: &str, word: &str, last: usize) -> Result<usize, lexopt::Error> {
    match word.parse() {
        Ok(number) if (1..=last).contains(&number) => Ok(number),
        _ => Err(format!("there is no {kind} '{word}': the {kind}s are 1 to {last}").into()),
    }
}

fn exercise(
    parser: &mut lexopt::Parser,
    chapter: &Chapter,
) -> Result<Option<usize>, lexopt::Error> {
    let last = chapter.exercises.len();
    if last == 0 {
        return Err("this chapter has no exercises".into());
    }
    let mut chosen = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) if chosen.is_none() => {
                chosen = Some(number("exercise", &word.string()?, last)?);
            }
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(chosen)
}

fn serve(parser: &mut lexopt::Parser, chapter: &Chapter) -> Result<Request, lexopt::Error> {
    let (mut address, mut watches, mut of_watching) = (SocketAddr::from(ADDRESS), false, None);
    let (mut manner, mut threads) = (watch::Manner::default(), None);
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => address = place(&word.string()?)?,
            Long("watch") => watches = true,
            Long("threads") if chapter.has_threads => threads = Some(parser.value()?.parse()?),
            Long(name) if manner.take(name) => of_watching = Some(name.to_owned()),
            _ => return Err(argument.unexpected()),
        }
    }
    go_together(watches, of_watching, threads)?;
    Ok(Request::Serve(address, threads, watches.then_some(manner)))
}

fn go_together(
    watches: bool,
    of_watching: Option<String>,
    threads: Option<NonZero<usize>>,
) -> Result<(), lexopt::Error> {
    match of_watching {
        Some(name) if !watches => Err(format!("`--{name}` goes with `serve --watch`").into()),
        _ if watches && threads.is_some() => {
            Err("`--threads` and `--watch` exclude each other: choose one".into())
        }
        _ => Ok(()),
    }
}

fn client(parser: &mut lexopt::Parser) -> Result<Request, lexopt::Error> {
    let (mut address, mut talk) = (SocketAddr::from(ADDRESS), Talk::Interactive);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("pipeline") => talk = Talk::Pipeline(parser.value()?.parse()?),
            Long("connections") => talk = Talk::Connections(parser.value()?.parse()?),
            Value(word) => address = place(&word.string()?)?,
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Request::Talk(address, talk))
}

/// An address, or a port on this machine.
fn place(word: &str) -> Result<SocketAddr, lexopt::Error> {
    let port = word.parse().map(|port: u16| SocketAddr::from((ADDRESS.0, port)));
    let place = port.or_else(|_| word.parse());
    place.map_err(|_| format!("'{word}' is no address: write one like 127.0.0.1:6380").into())
}
