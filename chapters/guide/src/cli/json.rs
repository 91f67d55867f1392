//! `--json`: what was played, for a program.

use std::io::{self, Write};

use play::Detail;
use recording::json::{Document, Scene};

use crate::{chapter::Chapter, failure::Failure, permitted::permitted, step::Step};

impl Chapter {
    /// Plays these steps, and writes their recordings as JSON.
    pub(crate) fn record(
        &self,
        steps: &[(usize, &Step)],
        detail: Detail,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        // A program may leave out what it does not want.
        let detail = Detail { kernel: true, ..permitted(detail) };
        let mut scenes = Vec::new();
        for &(number, step) in steps {
            if let Err(why) = (step.available)() {
                leave_out(number, &why);
                continue;
            }
            for script in step.scripts {
                let (recording, outcome) = self.scene(step, script, detail)?;
                outcome?;
                let (name, title) = (step.name.to_owned(), script.title.to_owned());
                scenes.push(Scene { step: number, name, title, recording, asides: Vec::new() });
            }
        }
        Ok(Document::new(self.number, self.title, scenes).write(out)?)
    }
}

/// Says so where nothing else can be said: standard output is for a program.
#[expect(clippy::print_stderr, reason = "it is a remark, and no result")]
fn leave_out(number: usize, why: &io::Error) {
    eprintln!("left out: step {number} ({why})");
}
