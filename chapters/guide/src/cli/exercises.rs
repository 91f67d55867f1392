//! `exercise`: which exercises pass, and what fails first. `hint`: what to do next, if asked.

use std::io::{self, Write};

use show::{Setup, Tone, WIDTH, wrap};

use crate::{
    cli::telling::Telling,
    exercise::{Author, Examined, Exercise},
    failure::Failure,
};

impl<W: Write> Telling<'_, W> {
    /// Examines one exercise, or all of them.
    pub(crate) fn exercise(&mut self, chosen: Option<usize>) -> Result<(), Failure> {
        let (mut asked, mut passed) = (0, 0);
        let examined = self.examine(chosen, |telling, number, exercise, examined| {
            asked += 1;
            passed += usize::from(examined.flaw.is_none());
            telling.report(number, exercise, examined)
        })?;
        if !examined {
            return Ok(());
        }
        self.say(&format!("\n{passed} of {asked} passed"))?;
        if passed == asked { Ok(()) } else { Err(Failure::Unsolved) }
    }

    /// Says what to do next in one exercise, or in all of them.
    pub(crate) fn hint(&mut self, chosen: Option<usize>) -> Result<(), Failure> {
        self.examine(chosen, |telling, _, _, examined| match &examined.flaw {
            None => telling.passes(),
            Some(flaw) => telling.say(&format!("\n{}", wrap(&flaw.hint, WIDTH).join("\n"))),
        })?;
        Ok(())
    }

    /// Examines them, and says of each what `tell` says. Whether the machine has what it takes.
    fn examine(
        &mut self,
        chosen: Option<usize>,
        mut tell: impl FnMut(&mut Self, usize, &Exercise, &Examined) -> io::Result<()>,
    ) -> Result<bool, Failure> {
        self.entitle()?;
        // What an exercise leads to is what the finished server waits with.
        if !self.has(self.chapter.last())? {
            return Ok(false);
        }
        let exercises = (1..).zip(self.chapter.exercises);
        for (number, exercise) in exercises.filter(|(n, _)| chosen.is_none_or(|it| it == *n)) {
            let examined = exercise.examine(self.chapter.number, Author::Reader);
            let heading = format!("Exercise {number}: {}", exercise.name);
            self.show(&format!("\n{}", self.painted(Tone::Bold, &heading)))?;
            tell(self, number, exercise, &examined.map_err(Failure::Scene)?)?;
        }
        Ok(true)
    }

    fn passes(&mut self) -> io::Result<()> {
        self.say(&format!(" … {}", self.painted(Tone::Green, "passes")))
    }

    /// Says whether it passes, what has been played, and where to go on.
    fn report(&mut self, number: usize, exercise: &Exercise, it: &Examined) -> io::Result<()> {
        let Some(flaw) = &it.flaw else {
            self.passes()?;
            self.report_scene(it)?;
            return self.say(&format!("The book's solution is in {}", exercise.solution_file()));
        };
        let not_yet = self.painted(Tone::Red, "not yet");
        self.say(&format!(" … {not_yet}\n{}", exercise.task))?;
        self.say(&format!("Your part is in {}", exercise.file))?;
        self.report_scene(it)?;
        self.say(&self.painted(Tone::Bold, &flaw.what))?;
        let chapter = self.chapter.number;
        self.say(&format!("A hint: cargo run -p chapter-{chapter} -- hint {number}"))
    }

    /// What the finished server's transcripts leave out is no part of an exercise either; but all
    /// that the reader's own code does is shown.
    fn report_scene(&mut self, examined: &Examined) -> io::Result<()> {
        let Some((title, recording)) = &examined.scene else { return Ok(()) };
        let transcript = self.chapter.last().transcript(recording, Setup::Shown, self.paint);
        self.show(&format!("\n{title}\n{transcript}"))
    }
}
