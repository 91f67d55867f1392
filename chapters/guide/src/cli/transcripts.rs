//! What was played, as transcripts with their table of counts; the other forms are files beside this.

use std::io::Write;

use play::{Detail, Script};
use recording::Recording;
use show::{Counts, table};

use crate::{
    cli::{
        arguments::{Form, Manner},
        telling::Telling,
    },
    failure::Failure,
    permitted::permitted,
    step::Step,
};

/// What stands above a table of counts.
const COUNTED: &str = "Counted while requests were under way:";

impl<W: Write> Telling<'_, W> {
    /// Plays these steps.
    pub(crate) fn play(&mut self, steps: &[(usize, &Step)], form: Form) -> Result<(), Failure> {
        match form {
            Form::Transcripts => self.tell(steps),
            Form::Json => self.record(steps),
            Form::Rows => self.step_through(steps),
        }
    }

    fn tell(&mut self, steps: &[(usize, &Step)]) -> Result<(), Failure> {
        self.manner = Manner { detail: permitted(self.manner.detail), ..self.manner };
        self.entitle()?;
        for &(number, step) in steps {
            if self.entitle_step(number, step)? {
                self.tell_step(step)?;
            }
        }
        Ok(())
    }

    fn tell_step(&mut self, step: &Step) -> Result<(), Failure> {
        let mut counts = Vec::new();
        for script in step.scripts {
            let recording = self.tell_scene(step, script)?;
            counts.extend(count(step, script, &recording));
        }
        for script in step.counted {
            let (recording, outcome) = self.chapter.scene(step, script, Detail::default())?;
            outcome?;
            counts.extend(count(step, script, &recording));
        }
        match counts[..] {
            [] => Ok(()),
            _ => Ok(self.show(&format!("\n{COUNTED}\n{}", table(&counts)))?),
        }
    }

    /// Plays one scene, and shows its transcript also if it did not go as its script says.
    fn tell_scene(&mut self, step: &Step, script: &Script) -> Result<Recording, Failure> {
        self.say(&format!("\n{}", script.title))?;
        let (recording, outcome) = self.chapter.scene(step, script, self.manner.detail)?;
        let setup = self.manner.setup(step, script);
        self.show(&step.transcript(&recording, setup, self.paint))?;
        outcome.map(|()| recording)
    }
}

/// The figures of a scene, if the server's calls were seen.
fn count(step: &Step, script: &Script, recording: &Recording) -> Option<(&'static str, Counts)> {
    recording.traced.then(|| (script.title, step.count(recording)))
}
