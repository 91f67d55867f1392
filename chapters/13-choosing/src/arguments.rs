//! What was asked for on the command line.

use std::{path::PathBuf, time::Duration};

use lab::Contender;
use lexopt::{
    Error,
    prelude::{Long, Short, Value, ValueExt},
};

use crate::works::{self, Pace, Work};

pub(crate) const HELP: &str = include_str!("help.txt");

#[derive(Debug)]
pub(crate) enum Asked {
    Help,
    List,
    Run(Options),
    Compare(PathBuf, PathBuf),
    Report(PathBuf, Form),
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For a reader.
    Tables,
    /// For a program.
    Json,
}

#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) quick: bool,
    pub(crate) only: Option<String>,
    /// Servers of the reader's.
    pub(crate) rows: Vec<Contender>,
    pub(crate) works: Option<String>,
    pub(crate) rounds: Option<usize>,
    pub(crate) time: Option<Duration>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) form: Form,
}

/// A turn must have time for a slow request, and nobody waits for one of minutes.
const SHORTEST: f64 = 0.06;
const LONGEST: f64 = 60.0;

impl Asked {
    pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Self, Error> {
        let nothing = Options {
            quick: false,
            only: None,
            rows: Vec::new(),
            works: None,
            rounds: None,
            time: None,
            folder: None,
            form: Form::Tables,
        };
        match parser.next()? {
            None => Ok(Self::Run(Options { quick: true, ..nothing })),
            Some(Long("help") | Short('h')) => Ok(Self::Help),
            Some(Long("list")) => alone(parser, Self::List),
            Some(Value(word)) if word == "run" => Ok(Self::Run(nothing.parse(parser)?)),
            Some(Value(word)) if word == "compare" => {
                let mut run =
                    || parser.value().map_err(|_| "`compare` takes the folders of two runs");
                let (one, other) = (run()?.into(), run()?.into());
                alone(parser, Self::Compare(one, other))
            }
            Some(Value(word)) if word == "report" => {
                let run = parser.value().map_err(|_| "`report` takes the folder of a run")?.into();
                match parser.next()? {
                    Some(Long("json")) => alone(parser, Self::Report(run, Form::Json)),
                    Some(other) => Err(other.unexpected()),
                    None => Ok(Self::Report(run, Form::Tables)),
                }
            }
            Some(other) => Err(other.unexpected()),
        }
    }
}

/// What was asked for, if nothing more comes.
fn alone(mut parser: lexopt::Parser, asked: Asked) -> Result<Asked, Error> {
    match parser.next()? {
        None => Ok(asked),
        Some(other) => Err(other.unexpected()),
    }
}

impl Options {
    fn parse(mut self, mut parser: lexopt::Parser) -> Result<Self, Error> {
        while let Some(argument) = parser.next()? {
            match argument {
                Long("quick") => self.quick = true,
                Long("only") => self.only = Some(parser.value()?.string()?),
                Long("row") => self.rows.push(row(&parser.value()?.string()?)?),
                Long("works") => self.works = Some(parser.value()?.string()?),
                Long("rounds") => self.rounds = Some(parser.value()?.parse()?),
                Long("time") => self.time = Some(seconds(parser.value()?.parse()?)?),
                Long("folder") => self.folder = Some(parser.value()?.into()),
                Long("json") => self.form = Form::Json,
                other => return Err(other.unexpected()),
            }
        }
        if self.rounds() == 0 {
            return Err("--rounds takes a number from 1 on".into());
        }
        self.chosen()?;
        Ok(self)
    }

    pub(crate) fn rounds(&self) -> usize {
        self.rounds.unwrap_or(if self.quick { 3 } else { 5 })
    }

    /// Of a turn.
    pub(crate) fn turn(&self) -> Duration {
        self.time.unwrap_or(Duration::from_millis(if self.quick { 100 } else { 150 }))
    }

    /// After this no turn begins: a quick run is over within a minute, on a slow machine too.
    pub(crate) fn most(&self) -> Option<Duration> {
        let free = self.rounds.is_none() && self.time.is_none();
        (self.quick && free).then_some(Duration::from_secs(45))
    }

    /// The works that are asked for, with the closed loops that they go by.
    pub(crate) fn chosen(&self) -> Result<Vec<Work>, Error> {
        let mut works = works::all();
        let Some(names) = &self.works else {
            works.retain(|work| work.is_quick() || !self.quick);
            return Ok(works);
        };
        let mut wanted: Vec<&str> = names.split(',').collect();
        for name in names.split(',') {
            let work = works.iter().find(|work| work.key == name);
            let work =
                work.ok_or_else(|| format!("there is no work '{name}' (--list has them)"))?;
            if let Pace::Of(closed, _) = work.pace {
                wanted.push(closed);
            }
        }
        works.retain(|work| wanted.contains(&work.key));
        Ok(works)
    }
}

fn row(text: &str) -> Result<Contender, Error> {
    let example = "--row takes NAME=COMMAND, as in: --row mine='./server --port {port}'";
    let (name, command) = text.split_once('=').ok_or(example)?;
    Contender::command(name, command).map_err(|why| format!("{example}: {why}").into())
}

fn seconds(number: f64) -> Result<Duration, Error> {
    if (SHORTEST..=LONGEST).contains(&number) {
        return Ok(Duration::from_secs_f64(number));
    }
    Err(format!("--time takes seconds, from {SHORTEST} to {LONGEST}").into())
}
