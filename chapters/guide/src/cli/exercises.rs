//! `exercise`: which exercises pass, and what fails first. `hint`: what to do next, if asked.

use std::io::Write;

use show::{Paint, Setup, Tone, WIDTH, wrap};

use crate::{
    chapter::Chapter,
    exercise::{Author, Examined, Exercise},
    failure::Failure,
    step::Step,
};

impl Chapter {
    /// Examines one exercise, or all of them.
    pub(crate) fn exercise(
        &self,
        chosen: Option<usize>,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let (mut asked, mut passed) = (0, 0);
        let paint = Paint::of_stdout();
        let left_out = self.examine(chosen, out, |number, exercise, examined, out| {
            asked += 1;
            passed += usize::from(examined.flaw.is_none());
            report(exercise, examined, self.last(), paint, out)?;
            if examined.flaw.is_some() {
                writeln!(out, "A hint: cargo run -p chapter-{} -- hint {number}", self.number)?;
            }
            Ok(())
        })?;
        if left_out {
            return Ok(());
        }
        writeln!(out, "\n{passed} of {asked} passed")?;
        if passed == asked { Ok(()) } else { Err(Failure::Unsolved) }
    }

    /// Says what to do next in one exercise, or in all of them.
    pub(crate) fn hint(&self, chosen: Option<usize>, out: &mut impl Write) -> Result<(), Failure> {
        let paint = Paint::of_stdout();
        self.examine(chosen, out, |_, _, examined, out| match &examined.flaw {
            None => passes(paint, out),
            Some(flaw) => Ok(writeln!(out, "\n{}", wrap(&flaw.hint, WIDTH).join("\n"))?),
        })?;
        Ok(())
    }

    /// Examines them, and says of each what `tell` says. Whether the machine lacks what it takes.
    fn examine<W: Write>(
        &self,
        chosen: Option<usize>,
        out: &mut W,
        mut tell: impl FnMut(usize, &Exercise, &Examined, &mut W) -> Result<(), Failure>,
    ) -> Result<bool, Failure> {
        let paint = Paint::of_stdout();
        self.entitle(paint, out)?;
        // What an exercise leads to is what the finished server waits with.
        if let Err(why) = (self.last().available)() {
            writeln!(out, "\nLeft out: {why}.")?;
            return Ok(true);
        }
        for (number, exercise) in (1..).zip(self.exercises) {
            if chosen.is_some_and(|chosen| chosen != number) {
                continue;
            }
            let examined = exercise.examine(self.number, Author::Reader).map_err(Failure::Scene)?;
            let heading = format!("Exercise {number}: {}", exercise.name);
            write!(out, "\n{}", paint.apply(Tone::Bold, &heading))?;
            tell(number, exercise, &examined, out)?;
            out.flush()?;
        }
        Ok(false)
    }
}

fn passes(paint: Paint, out: &mut impl Write) -> Result<(), Failure> {
    Ok(writeln!(out, " … {}", paint.apply(Tone::Green, "passes"))?)
}

fn report(
    exercise: &Exercise,
    examined: &Examined,
    finished: &Step,
    paint: Paint,
    out: &mut impl Write,
) -> Result<(), Failure> {
    match &examined.flaw {
        None => passes(paint, out)?,
        Some(_) => {
            writeln!(out, " … {}\n{}", paint.apply(Tone::Red, "not yet"), exercise.task)?;
            writeln!(out, "Your part is in {}", exercise.file)?;
        }
    }
    if let Some((title, recording)) = &examined.scene {
        // What the finished server's transcripts leave out is no part of an exercise either; but all
        // that the reader's own code does is shown.
        write!(out, "\n{title}\n{}", finished.transcript(recording, Setup::Shown, paint))?;
    }
    match &examined.flaw {
        None => Ok(writeln!(out, "The book's solution is in {}", exercise.solution_file())?),
        Some(flaw) => Ok(writeln!(out, "{}", paint.apply(Tone::Bold, &flaw.what))?),
    }
}
