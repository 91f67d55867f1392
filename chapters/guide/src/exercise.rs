//! Exercises: a task, the reader's attempt at it, and checks that know the next step.

use std::panic::catch_unwind;

use recording::Recording;

use crate::{
    backstage::Part, chapter::Serve, director::play, script::Script, trace::torture::Fault,
    trouble::Trouble,
};

/// An exercise of a chapter.
#[derive(Debug, Clone, Copy)]
pub struct Exercise {
    /// Its name: lower case, with dashes.
    pub name: &'static str,
    /// What the reader has to do, in one line.
    pub task: &'static str,
    /// The file in which to do it, from the root of the repository.
    pub file: &'static str,
    /// The code, and what it is held against.
    pub work: Work,
}

/// What the reader has to write.
#[derive(Debug, Clone, Copy)]
pub enum Work {
    /// A server.
    Server {
        /// The reader's; as it comes, it fails a check.
        attempt: Serve,
        /// The book's, which passes.
        solution: Serve,
        /// What it must do, the simplest thing first.
        checks: &'static [Check],
    },
    /// Anything else.
    Code {
        /// Examines the reader's code.
        attempt: Exam,
        /// Examines the book's.
        solution: Exam,
    },
}

/// Runs a piece of code, and says what is not right about it.
pub type Exam = fn() -> Result<(), Flaw>;

/// Something that a server must do.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// What happens to the server; it must go as the script says.
    pub script: Script,
    /// What must be true of the recording as well.
    pub holds: fn(&Recording) -> bool,
    /// What the kernel does to the server meanwhile.
    pub fault: Fault,
    /// What to do next if it does not hold, in one or two sentences.
    pub hint: &'static str,
}

impl Check {
    /// A check that a script can make alone.
    #[must_use]
    pub const fn new(script: Script, hint: &'static str) -> Self {
        Self { script, holds: |_| true, fault: Fault::None, hint }
    }

    /// This must be true of the recording, too.
    #[must_use]
    pub const fn and(self, holds: fn(&Recording) -> bool) -> Self {
        Self { holds, ..self }
    }

    /// The kernel does this to the server.
    #[must_use]
    pub const fn with(self, fault: Fault) -> Self {
        Self { fault, ..self }
    }

    fn examine(&self, part: &Part) -> Result<Option<Flaw>, Trouble> {
        let played = play(part, &self.script, self.fault)?;
        let recording = played.recording;
        let what = match played.trouble {
            Some(trouble) => trouble.to_string(),
            // What nobody has seen, nobody can check.
            None if !recording.traced || (self.holds)(&recording) => return Ok(None),
            None => "No client complains. It is the server's own calls that are not right yet."
                .to_owned(),
        };
        let scene = Some((self.script.title, Box::new(recording)));
        Ok(Some(Flaw { scene, what: Some(what), hint: self.hint.to_owned() }))
    }
}

/// Whose code is examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The reader: the attempt.
    Reader,
    /// The book: the solution.
    Book,
}

/// The first thing that is not right.
#[derive(Debug)]
pub struct Flaw {
    /// The title of the scene in which it showed, and what happened.
    pub scene: Option<(&'static str, Box<Recording>)>,
    /// What was wrong with it.
    pub what: Option<String>,
    /// What to do next.
    pub hint: String,
}

impl Flaw {
    /// A flaw of a piece of code: what was wrong, and what to do next.
    #[must_use]
    pub const fn new(what: String, hint: String) -> Self {
        Self { scene: None, what: Some(what), hint }
    }
}

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
                let part = Part::Own(self.part(chapter, author));
                for check in checks {
                    if let Some(flaw) = check.examine(&part)? {
                        return Ok(Some(flaw));
                    }
                }
                Ok(None)
            }
            Work::Code { attempt, .. } if author == Author::Reader => Ok(run(attempt)),
            Work::Code { solution, .. } => Ok(run(solution)),
        }
    }

    /// The name under which somebody's server is known among all of the book's.
    pub(crate) fn part(&self, chapter: u32, author: Author) -> String {
        let whose = if author == Author::Reader { "attempt" } else { "solution" };
        format!("{chapter}-{}-{whose}", self.name)
    }

    /// The servers of the exercise by these names.
    pub(crate) fn servers(&self, chapter: u32) -> Vec<(String, Serve)> {
        let Work::Server { attempt, solution, .. } = self.work else { return Vec::new() };
        let named = |author, serve| (self.part(chapter, author), serve);
        vec![named(Author::Reader, attempt), named(Author::Book, solution)]
    }
}

fn run(exam: Exam) -> Option<Flaw> {
    let hint = "Its message, on standard error, says where.".to_owned();
    let panic = |_| Err(Flaw::new("The code panics.".to_owned(), hint));
    catch_unwind(exam).unwrap_or_else(panic).err()
}
