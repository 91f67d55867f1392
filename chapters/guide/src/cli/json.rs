//! `--json`: what was played, for a program.

use std::io::{self, Write};

use play::Detail;
use recording::json::{Document, Scene};

use crate::{cli::telling::Telling, failure::Failure, permitted::permitted, step::Step};

impl<W: Write> Telling<'_, W> {
    /// Plays these steps, and writes their recordings as JSON.
    pub(crate) fn record(&mut self, steps: &[(usize, &Step)]) -> Result<(), Failure> {
        // A program may leave out what it does not want.
        self.manner.detail = Detail { kernel: true, ..permitted(self.manner.detail) };
        let mut scenes = Vec::new();
        for &(number, step) in steps {
            match (step.available)() {
                Ok(()) => scenes.extend(self.record_step(number, step)?),
                Err(why) => leave_out(number, &why),
            }
        }
        let document = Document::new(self.chapter.number, self.chapter.title, scenes);
        Ok(document.write(&mut self.out)?)
    }

    fn record_step(&self, number: usize, step: &Step) -> Result<Vec<Scene>, Failure> {
        let scenes = step.scripts.iter().map(|script| {
            let (recording, outcome) = self.chapter.scene(step, script, self.manner.detail)?;
            outcome?;
            let (name, title) = (step.name.to_owned(), script.title.to_owned());
            Ok(Scene { step: number, name, title, recording, asides: Vec::new() })
        });
        scenes.collect()
    }
}

/// Says so where nothing else can be said: standard output is for a program.
#[expect(clippy::print_stderr, reason = "it is a remark, and no result")]
fn leave_out(number: usize, why: &io::Error) {
    eprintln!("left out: step {number} ({why})");
}
