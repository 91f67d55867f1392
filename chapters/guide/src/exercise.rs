//! Exercises: a task, the reader's attempt at it, and checks that know the next step.

use play::{Fault, Script, Serve};
use recording::Recording;

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
}

/// Whose code is examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The reader: the attempt.
    Reader,
    /// The book: the solution.
    Book,
}

/// What came of an examination.
#[derive(Debug, Default)]
pub struct Examined {
    /// The title of the last scene that was played, and what happened.
    pub scene: Option<(&'static str, Box<Recording>)>,
    /// What is not right; nothing if the code passes.
    pub flaw: Option<Flaw>,
}

/// The first thing that is not right.
#[derive(Debug)]
pub struct Flaw {
    /// What was wrong.
    pub what: String,
    /// What to do next.
    pub hint: String,
}

impl Flaw {
    /// A flaw of a piece of code: what was wrong, and what to do next.
    #[must_use]
    pub const fn new(what: String, hint: String) -> Self {
        Self { what, hint }
    }
}

impl Exercise {
    /// The file of the book's solution, from the root of the repository.
    #[must_use]
    pub fn solution_file(&self) -> String {
        self.file.replace("/exercises/", "/solutions/")
    }

    /// The name under which somebody's server is known among all of the book's.
    pub(crate) fn server_name(&self, chapter: u32, author: Author) -> String {
        let whose = if author == Author::Reader { "attempt" } else { "solution" };
        format!("{chapter}-{}-{whose}", self.name)
    }

    /// The servers of the exercise by these names.
    pub(crate) fn servers(&self, chapter: u32) -> Vec<(String, Serve)> {
        let Work::Server { attempt, solution, .. } = self.work else { return Vec::new() };
        let named = |author, serve| (self.server_name(chapter, author), serve);
        vec![named(Author::Reader, attempt), named(Author::Book, solution)]
    }
}
