//! A step of a chapter: a server, and the scripts to play against it.

use std::io;

use play::{Fault, Script, Serve};
use recording::Subject;

use crate::language::Language;

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
    /// Whether its first transcript shows how the server sets itself up: then that is a lesson.
    pub shows_setup: bool,
    /// In so many of its scenes, from the first on, the transcript shows what the kernel does: they
    /// are about the wait.
    pub shows_kernel: usize,
    /// Whether it stops when it is told to, and ends what it has begun.
    pub stops: bool,
}

impl Step {
    /// A step that does right by clients that speak the book's protocol.
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
            shows_setup: false,
            shows_kernel: 0,
            stops: true,
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

    /// It serves for ever, whatever it is told: Ctrl-C ends its process.
    #[must_use]
    pub const fn never_stops(self) -> Self {
        Self { stops: false, ..self }
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

    /// The transcript of its first script shows each call by which the server sets itself up, for
    /// that is the lesson.
    #[must_use]
    pub const fn shows_setup(self) -> Self {
        Self { shows_setup: true, ..self }
    }

    /// Its transcripts show what the kernel does between it and its clients: they are about the wait.
    #[must_use]
    pub const fn shows_kernel(self) -> Self {
        self.shows_kernel_in(self.scripts.len())
    }

    /// So do those of so many scenes, from the first on. The others are about an order of calls.
    #[must_use]
    pub const fn shows_kernel_in(self, scenes: usize) -> Self {
        Self { shows_kernel: scenes, ..self }
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
