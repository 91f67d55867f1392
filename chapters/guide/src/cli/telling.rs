//! A chapter that is told: where to, and how.

use std::io::{self, Write};

use show::{Paint, Tone};

use crate::{chapter::Chapter, cli::arguments::Manner, step::Step};

/// A chapter that is told, with standard output as a rule, painted if that is a terminal.
#[derive(Debug)]
pub(crate) struct Telling<'a, W> {
    pub(crate) chapter: &'a Chapter,
    pub(crate) manner: Manner,
    pub(crate) paint: Paint,
    pub(crate) out: W,
}

impl<W: Write> Telling<'_, W> {
    /// What the chapter is called.
    pub(crate) fn entitle(&mut self) -> io::Result<()> {
        let title = format!("Chapter {}: {}", self.chapter.number, self.chapter.title);
        self.say(&self.painted(Tone::Bold, &title))
    }

    /// Says what comes, and whether this machine has what it takes.
    pub(crate) fn entitle_step(&mut self, number: usize, step: &Step) -> io::Result<bool> {
        let heading = format!("Step {number} of {}: {}", self.chapter.steps.len(), step.name);
        self.say(&format!("\n{}\n{}", self.painted(Tone::Bold, &heading), step.idea))?;
        self.has(step)
    }

    /// Whether this machine has what a step takes; if not, says what it lacks.
    pub(crate) fn has(&mut self, step: &Step) -> io::Result<bool> {
        let lack = (step.available)().err();
        if let Some(why) = &lack {
            self.say(&format!("\nLeft out: {why}."))?;
        }
        Ok(lack.is_none())
    }

    /// A line.
    pub(crate) fn say(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// Text that has lines of its own; it is seen at once.
    pub(crate) fn show(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// A text in this tone.
    pub(crate) fn painted(&self, tone: Tone, text: &str) -> String {
        self.paint.apply(tone, text)
    }
}
