//! `exercise`: which exercises pass, and what to do next for the others.

use std::io::Write;

use show::{Paint, Tone, WIDTH, wrap};

use crate::{
    chapter::Chapter,
    exercise::{Author, Exercise, Flaw},
    failure::Failure,
    step::Step,
};

impl Chapter {
    /// Examines one exercise, or all of them.
    pub(crate) fn exercise(
        &self,
        number: Option<usize>,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let paint = Paint::of_stdout();
        self.entitle(paint, out)?;
        // What an exercise leads to is what the finished server waits with.
        if let Err(why) = (self.last().available)() {
            return Ok(writeln!(out, "\nLeft out: {why}.")?);
        }
        let (mut asked, mut passed) = (0, 0);
        for (index, exercise) in self.exercises.iter().enumerate() {
            if number.is_some_and(|number| number != index + 1) {
                continue;
            }
            let flaw = exercise.examine(self.number, Author::Reader).map_err(Failure::Scene)?;
            asked += 1;
            passed += usize::from(flaw.is_none());
            let heading = format!("Exercise {}: {}", index + 1, exercise.name);
            write!(out, "\n{}", paint.apply(Tone::Bold, &heading))?;
            report(exercise, flaw.as_ref(), self.last(), paint, out)?;
            out.flush()?;
        }
        writeln!(out, "\n{passed} of {asked} passed")?;
        if passed == asked { Ok(()) } else { Err(Failure::Unsolved) }
    }
}

fn report(
    exercise: &Exercise,
    flaw: Option<&Flaw>,
    finished: &Step,
    paint: Paint,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let Some(flaw) = flaw else {
        return Ok(writeln!(out, " … {}", paint.apply(Tone::Green, "passes"))?);
    };
    writeln!(out, " … {}\n{}", paint.apply(Tone::Red, "not yet"), exercise.task)?;
    writeln!(out, "Your part is in {}", exercise.file)?;
    if let Some((title, recording)) = &flaw.scene {
        // What the finished server's transcripts leave out is no part of an exercise either.
        write!(out, "\n{title}\n{}", finished.transcript(recording, paint))?;
    }
    if let Some(what) = &flaw.what {
        writeln!(out, "{what}")?;
    }
    let next = wrap(&format!("Next: {}", flaw.hint), WIDTH).join("\n");
    Ok(writeln!(out, "{}", paint.apply(Tone::Bold, &next))?)
}
