//! An exercise is examined: somebody's code is held against its checks.

use std::panic::catch_unwind;

use play::{Target, Trouble, play};

use crate::exercise::{Author, Check, Exam, Exercise, Flaw, Work};

impl Exercise {
    /// Holds somebody's code against the checks, and returns what it fails first.
    ///
    /// The program must know the code's servers: see [`Chapter::servers`](crate::Chapter::servers).
    ///
    /// # Errors
    ///
    /// Returns why a server could not be started at all.
    pub fn examine(&self, chapter: u32, author: Author) -> Result<Option<Flaw>, Trouble> {
        match self.work {
            Work::Server { checks, .. } => {
                let target = Target::Known(self.server_name(chapter, author));
                for check in checks {
                    if let Some(flaw) = check.examine(&target)? {
                        return Ok(Some(flaw));
                    }
                }
                Ok(None)
            }
            Work::Code { attempt, .. } if author == Author::Reader => Ok(run(attempt)),
            Work::Code { solution, .. } => Ok(run(solution)),
        }
    }
}

impl Check {
    fn examine(&self, target: &Target) -> Result<Option<Flaw>, Trouble> {
        let played = play(target, &self.script, self.fault)?;
        let recording = played.recording;
        let what = match played.trouble {
            Some(trouble) => trouble.to_string(),
            // Where calls could not be seen, they can't be checked.
            None if !recording.traced || (self.holds)(&recording) => return Ok(None),
            None => "No client complains. It is the server's own calls that are not right yet."
                .to_owned(),
        };
        let scene = Some((self.script.title, Box::new(recording)));
        Ok(Some(Flaw { scene, what: Some(what), hint: self.hint.to_owned() }))
    }
}

fn run(exam: Exam) -> Option<Flaw> {
    let hint = "Its message, on standard error, says where.".to_owned();
    let panic = |_| Err(Flaw::new("The code panics.".to_owned(), hint));
    catch_unwind(exam).unwrap_or_else(panic).err()
}
