//! A chapter: a table of steps, each a server and the scripts to play against it.

use std::io;

use io_models::Server;
use recording::{Recording, Subject};

use crate::{
    counts::Counts, exercise::Exercise, paint::Paint, script::Script, trace::torture::Fault,
    transcript::transcript, words::Words,
};

/// How a server is run: it returns when it is told to shut down.
pub type Serve = fn(Server) -> io::Result<()>;

/// A chapter of the book, as a program.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// Its number in the book.
    pub number: u32,
    /// Its title in the book.
    pub title: &'static str,
    /// Its steps; the last one is the finished model.
    pub steps: &'static [Step],
    /// What the reader can try.
    pub exercises: &'static [Exercise],
    /// What else its program does: further lines of its help.
    pub more: &'static str,
}

impl Chapter {
    /// A chapter with these steps.
    #[must_use]
    pub const fn new(number: u32, title: &'static str, steps: &'static [Step]) -> Self {
        Self { number, title, steps, exercises: &[], more: "" }
    }

    /// A chapter with these exercises, too.
    #[must_use]
    pub const fn exercises(self, exercises: &'static [Exercise]) -> Self {
        Self { exercises, ..self }
    }

    /// A chapter whose program does more, which its `main` looks after.
    #[must_use]
    pub const fn does_more(self, more: &'static str) -> Self {
        Self { more, ..self }
    }

    /// The name of a step's server among all servers of the book.
    #[must_use]
    pub fn part(&self, step: &Step) -> String {
        format!("{}-{}", self.number, step.name)
    }

    /// Every server of the chapter by its name: the steps', and those of the exercises.
    #[must_use]
    pub fn servers(&self) -> Vec<(String, Serve)> {
        let steps = self.steps.iter().map(|step| (self.part(step), step.serve));
        let exercises = self.exercises.iter().flat_map(|exercise| exercise.servers(self.number));
        steps.chain(exercises).collect()
    }
}

/// One step of a chapter.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Its name, as on the command line: lower case, with dashes.
    pub name: &'static str,
    /// What it shows, in one line.
    pub idea: &'static str,
    /// The server.
    pub serve: Serve,
    /// Why this machine lacks what the server waits with, if it does: then it is left out.
    pub available: fn() -> io::Result<()>,
    /// What happens to it.
    pub scripts: &'static [Script],
    /// What happens to it as well, and is only counted, not shown.
    pub counted: &'static [Script],
    /// Whether its table tells how many descriptors it handed to the kernel to be waited for.
    pub lists: bool,
    /// What its clients say to it.
    pub speaks: Language,
    /// The case of the conformance suite that it fails, on purpose.
    pub fails: Option<&'static str>,
    /// What the kernel does to it while it is played, as it may at any time.
    pub fault: Fault,
    /// The descriptors whose calls its transcripts leave out.
    pub leaves_out: &'static [Subject],
}

/// What the clients of a step say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Bytes; they come back.
    Echo,
    /// Lines; each is answered with its length.
    Lines,
    /// Datagrams (UDP); each comes back to its sender.
    Datagrams,
    /// The requests of the book's protocol.
    Resp,
    /// Something that only this step understands.
    Own,
}

impl Step {
    /// A step that does right by clients who speak the book's protocol.
    #[must_use]
    pub const fn new(
        name: &'static str,
        idea: &'static str,
        serve: Serve,
        scripts: &'static [Script],
    ) -> Self {
        let (speaks, fails, fault) = (Language::Resp, None, Fault::None);
        Self {
            name,
            idea,
            serve,
            available: || Ok(()),
            scripts,
            counted: &[],
            lists: false,
            speaks,
            fails,
            fault,
            leaves_out: &[],
        }
    }

    /// Not every machine has what its server waits with.
    #[must_use]
    pub const fn needs(self, available: fn() -> io::Result<()>) -> Self {
        Self { available, ..self }
    }

    /// These scripts are played too, for a row each in the table of counts behind the scenes.
    #[must_use]
    pub const fn counts(self, counted: &'static [Script]) -> Self {
        Self { counted, ..self }
    }

    /// Its table tells how many descriptors it handed to the kernel to be waited for.
    #[must_use]
    pub const fn lists(self) -> Self {
        Self { lists: true, ..self }
    }

    /// The figures of one of its scenes.
    #[must_use]
    pub fn count(&self, recording: &Recording) -> Counts {
        let count = if self.lists { Counts::with_lists } else { Counts::of };
        count(recording, self.speaks)
    }

    /// Its clients say something else.
    #[must_use]
    pub const fn speaks(self, speaks: Language) -> Self {
        Self { speaks, ..self }
    }

    /// It is wrong on purpose: the suite's `case` says so.
    #[must_use]
    pub const fn fails(self, case: &'static str) -> Self {
        Self { fails: Some(case), ..self }
    }

    /// Each of its calls sends one byte at the most.
    #[must_use]
    pub const fn sends_are_short(self) -> Self {
        Self { fault: Fault::ShortSends, ..self }
    }

    /// It may open so many descriptors, and then no more.
    #[must_use]
    pub const fn descriptors(self, more: usize) -> Self {
        Self { fault: Fault::Descriptors(more), ..self }
    }

    /// Its transcripts leave out the calls about these descriptors, and say so: they are the affair
    /// of a library that it waits with.
    #[must_use]
    pub const fn leaves_out(self, leaves_out: &'static [Subject]) -> Self {
        Self { leaves_out, ..self }
    }

    /// The transcript of one of its scenes.
    #[must_use]
    pub fn transcript(&self, recording: &Recording, paint: Paint) -> String {
        let text = transcript(&recording.without(self.leaves_out), paint);
        if self.leaves_out.is_empty() || !recording.traced {
            return text;
        }
        let words = Words::of(&recording.cast);
        let left_out: Vec<_> = self.leaves_out.iter().map(|who| words.subject(*who)).collect();
        format!("{text}(Without the calls about {}.)\n", left_out.join(" and "))
    }

    /// The kernel's buffers between it and its clients are small.
    #[must_use]
    pub const fn buffers_are_small(self) -> Self {
        Self { fault: Fault::SmallBuffers, ..self }
    }

    /// No signal to it finds room in the queue.
    #[must_use]
    pub const fn signals_find_no_room(self) -> Self {
        Self { fault: Fault::FullQueue, ..self }
    }
}
