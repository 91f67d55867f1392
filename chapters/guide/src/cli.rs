//! A chapter's program: what each command line does.

pub(crate) mod arguments;
mod exercises;
#[cfg(feature = "json")]
mod json;
#[cfg(not(feature = "json"))]
mod no_json;
mod page;
mod rows;
mod telling;
mod transcripts;

use std::{
    env,
    io::{Write, stdout},
    net::SocketAddr,
    num::NonZero,
    process::ExitCode,
};

use play::{Detail, Script, Target, enter, play_in_detail};
use recording::Recording;
use show::Paint;

use crate::{
    chapter::Chapter,
    cli::{
        arguments::{Manner, Request, parse},
        telling::Telling,
    },
    failure::{Failure, report},
    permitted::remark,
    serve,
    step::Step,
    talk,
    watch::{self, serve_watched},
};

impl Chapter {
    /// Does what the command line says. A chapter's `main` is this and a table.
    #[must_use]
    pub fn run(&self) -> ExitCode {
        let servers = self.servers();
        let servers = servers.iter().map(|(name, serve)| (name.as_str(), *serve));
        enter(&servers.collect::<Vec<_>>());
        let request = parse(env::args_os().skip(1), self);
        let outcome = match request {
            Ok(request) => self.perform(&request),
            Err(sentence) => Err(Failure::Usage(sentence)),
        };
        report(outcome, &format!("cargo run -p chapter-{} -- --help", self.number))
    }

    fn perform(&self, request: &Request) -> Result<(), Failure> {
        let (paint, out) = (Paint::of_stdout(), stdout().lock());
        let mut telling = Telling { chapter: self, manner: Manner::default(), paint, out };
        match *request {
            Request::Play { step, form, manner } => {
                telling.manner = manner;
                telling.play(&self.chosen(step), form)
            }
            Request::Page { step, manner, ref file } => {
                telling.manner = manner;
                telling.page(&self.chosen(step), file)
            }
            Request::List => Ok(telling.show(&self.list())?),
            Request::Exercise(number) => telling.exercise(number),
            Request::Hint(number) => telling.hint(number),
            Request::Help => Ok(telling.show(&self.help())?),
            Request::Serve(address, threads, manner) => {
                self.serve(address, threads, manner, &mut telling.out)
            }
            Request::Talk(address, talk) => Ok(talk::talk(address, talk, &mut telling.out)?),
        }
    }

    fn serve(
        &self,
        address: SocketAddr,
        threads: Option<NonZero<usize>>,
        watched: Option<watch::Manner>,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let (last, name) = (self.last(), self.server_name(self.last()));
        // First the look, then the promise.
        (last.available)()?;
        match watched {
            Some(manner) => serve_watched(&name, last.speaks, address, manner, out),
            None => Ok(serve::serve(last, address, threads, out)?),
        }
    }

    fn last(&self) -> &Step {
        self.steps.last().expect("a chapter has steps")
    }

    /// One step or all of them, with their numbers.
    fn chosen(&self, step: Option<usize>) -> Vec<(usize, &Step)> {
        let steps = (1..).zip(self.steps);
        steps.filter(|(number, _)| step.is_none_or(|step| step == *number)).collect()
    }

    /// Plays one scene: what happened, and whether it went as its script says.
    pub(crate) fn scene(
        &self,
        step: &Step,
        script: &Script,
        detail: Detail,
    ) -> Result<(Recording, Result<(), Failure>), Failure> {
        let target = Target::Known(self.server_name(step));
        let played = play_in_detail(&target, script, step.fault, step.detail(script, detail));
        let played = played.map_err(Failure::Scene)?;
        if let Some(Err(why)) = &played.tracepoints {
            remark(why);
        }
        played.left_whole.iter().for_each(remark);
        let trouble = played.trouble.map_or(Ok(()), |trouble| Err(Failure::Scene(trouble)));
        Ok((played.recording, trouble))
    }

    fn list(&self) -> String {
        let steps = self.steps.iter().map(|step| (step.name, step.idea));
        let steps = table_of(&steps.collect::<Vec<_>>());
        if self.exercises.is_empty() {
            return steps;
        }
        let exercises = self.exercises.iter().map(|exercise| (exercise.name, exercise.task));
        format!("{steps}\nExercises:\n{}", table_of(&exercises.collect::<Vec<_>>()))
    }

    fn help(&self) -> String {
        include_str!("cli/help.txt")
            .replace("NUMBER", &self.number.to_string())
            .replace("TITLE", self.title)
            .replace("THREADS", if self.has_threads { THREADS } else { "" })
            .replace("MORE", self.more)
    }
}

/// The line of the help of a chapter whose finished model has threads.
const THREADS: &str = "      --threads N       in so many threads\n";

/// Numbers, names, and what each is about.
fn table_of(entries: &[(&str, &str)]) -> String {
    let width = entries.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(index, (name, about)): (usize, &(&str, &str))| {
        format!("{:>2}  {name:<width$}  {about}\n", index + 1)
    };
    entries.iter().enumerate().map(line).collect()
}
