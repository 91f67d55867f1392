//! An exercise is examined: somebody's code is held against its checks.

use std::panic::catch_unwind;

use play::{Target, Trouble, play};

use crate::exercise::{Author, Check, Exam, Examined, Exercise, Flaw, Work};

impl Exercise {
    /// Holds somebody's code against the checks, and returns what it fails first, or the last scene.
    ///
    /// The program must know the code's servers: see [`Chapter::servers`](crate::Chapter::servers).
    ///
    /// # Errors
    ///
    /// Returns why a server could not be started at all.
    pub fn examine(&self, chapter: u32, author: Author) -> Result<Examined, Trouble> {
        match self.work {
            Work::Server { checks, .. } => {
                let target = Target::Known(self.server_name(chapter, author));
                let mut examined = Examined::default();
                for check in checks {
                    examined = check.examine(&target)?;
                    if examined.flaw.is_some() {
                        break;
                    }
                }
                Ok(examined)
            }
            Work::Code { attempt, .. } if author == Author::Reader => Ok(run(attempt)),
            Work::Code { solution, .. } => Ok(run(solution)),
        }
    }
}

impl Check {
    fn examine(&self, target: &Target) -> Result<Examined, Trouble> {
        let played = play(target, &self.script, self.fault)?;
        let recording = played.recording;
        let what = match played.trouble {
            Some(trouble) => Some(trouble.to_string()),
            // Where calls could not be seen, they can't be checked.
            None if !recording.traced || (self.holds)(&recording) => None,
            None => Some(CALLS_ARE_WRONG.to_owned()),
        };
        let flaw = what.map(|what| Flaw::new(what, self.hint.to_owned()));
        Ok(Examined { scene: Some((self.script.title, Box::new(recording))), flaw })
    }
}

const CALLS_ARE_WRONG: &str =
    "No client complains. It is the server's own calls that are not right yet.";

fn run(exam: Exam) -> Examined {
    let hint = "Its message, on standard error, says where.".to_owned();
    let panic = |_| Err(Flaw::new("The code panics.".to_owned(), hint));
    Examined { scene: None, flaw: catch_unwind(exam).unwrap_or_else(panic).err() }
}
