//! A chapter's program: what each command line does.

pub(crate) mod arguments;
mod exercises;
#[cfg(feature = "json")]
mod json;
#[cfg(not(feature = "json"))]
mod no_json;
mod rows;

use std::{
    env,
    io::{self, Write, stdout},
    process::ExitCode,
};

use play::{Detail, Script, Target, enter, play_in_detail};
use recording::Recording;
use show::{Counts, Paint, Tone, table};

use crate::{
    chapter::Chapter,
    cli::arguments::{Form, Manner, Request, parse},
    failure::{Failure, report},
    permitted::{permitted, remark},
    serve,
    step::Step,
    talk,
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
        let mut out = stdout().lock();
        match *request {
            Request::Play { step, form, manner } => {
                let steps = self.chosen(step);
                match form {
                    Form::Transcripts => self.tell(&steps, manner, &mut out),
                    Form::Json => self.record(&steps, manner.detail, &mut out),
                    Form::Rows => self.step_through(&steps, manner, &mut out),
                }
            }
            Request::List => Ok(write!(out, "{}", self.list())?),
            Request::Exercise(number) => self.exercise(number, &mut out),
            Request::Hint(number) => self.hint(number, &mut out),
            Request::Help => Ok(write!(out, "{}", self.help())?),
            Request::Serve(address) => {
                // First the look, then the promise.
                (self.last().available)()?;
                Ok(serve::serve(self.last().serve, address, &mut out)?)
            }
            Request::Talk(address, talk) => Ok(talk::talk(address, talk, &mut out)?),
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

    fn tell(
        &self,
        steps: &[(usize, &Step)],
        manner: Manner,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let manner = Manner { detail: permitted(manner.detail), ..manner };
        let paint = Paint::of_stdout();
        self.entitle(paint, out)?;
        for &(number, step) in steps {
            if self.entitle_step(number, step, paint, out)? {
                self.tell_step(step, manner, paint, out)?;
            }
        }
        Ok(())
    }

    /// Says what comes, and whether this machine has what it takes.
    fn entitle_step(
        &self,
        number: usize,
        step: &Step,
        paint: Paint,
        out: &mut impl Write,
    ) -> io::Result<bool> {
        let heading = format!("Step {number} of {}: {}", self.steps.len(), step.name);
        writeln!(out, "\n{}\n{}", paint.apply(Tone::Bold, &heading), step.idea)?;
        let lack = (step.available)().err();
        if let Some(why) = &lack {
            writeln!(out, "\nLeft out: {why}.")?;
        }
        Ok(lack.is_none())
    }

    fn entitle(&self, paint: Paint, out: &mut impl Write) -> io::Result<()> {
        let title = format!("Chapter {}: {}", self.number, self.title);
        writeln!(out, "{}", paint.apply(Tone::Bold, &title))
    }

    fn tell_step(
        &self,
        step: &Step,
        manner: Manner,
        paint: Paint,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let mut counts = Vec::new();
        for script in step.scripts {
            writeln!(out, "\n{}", script.title)?;
            let (recording, outcome) = self.scene(step, script, manner.detail)?;
            let setup = manner.setup(step, script);
            write!(out, "{}", step.transcript(&recording, setup, paint))?;
            out.flush()?;
            outcome?;
            counts.extend(count(step, script, &recording));
        }
        for script in step.counted {
            let (recording, outcome) = self.scene(step, script, Detail::default())?;
            outcome?;
            counts.extend(count(step, script, &recording));
        }
        if counts.is_empty() {
            return Ok(());
        }
        Ok(write!(out, "\n{COUNTED}\n{}", table(&counts))?)
    }

    /// Plays one scene: what happened, and whether it went as its script says.
    pub(crate) fn scene(
        &self,
        step: &Step,
        script: &Script,
        detail: Detail,
    ) -> Result<(Recording, Result<(), Failure>), Failure> {
        let target = Target::Known(self.server_name(step));
        let played = play_in_detail(&target, script, step.fault, step.detail(detail));
        let played = played.map_err(Failure::Scene)?;
        if let Some(Err(why)) = &played.tracepoints {
            remark(why);
        }
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
            .replace("MORE", self.more)
    }
}

/// Numbers, names, and what each is about.
fn table_of(entries: &[(&str, &str)]) -> String {
    let width = entries.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(index, (name, about)): (usize, &(&str, &str))| {
        format!("{:>2}  {name:<width$}  {about}\n", index + 1)
    };
    entries.iter().enumerate().map(line).collect()
}

/// What stands above a table of counts.
const COUNTED: &str = "Counted while requests were under way:";

/// The figures of a scene, if the server's calls were seen.
fn count(step: &Step, script: &Script, recording: &Recording) -> Option<(&'static str, Counts)> {
    recording.traced.then(|| (script.title, step.count(recording)))
}
