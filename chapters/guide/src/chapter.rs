//! A chapter: a table of steps, each a server and the scripts to play against it.

use play::Serve;

use crate::{exercise::Exercise, step::Step};

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
    /// Whether its finished model has threads, and `serve --threads N` says how many.
    pub has_threads: bool,
}

impl Chapter {
    /// A chapter with these steps.
    #[must_use]
    pub const fn new(number: u32, title: &'static str, steps: &'static [Step]) -> Self {
        Self { number, title, steps, exercises: &[], more: "", has_threads: false }
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

    /// A chapter whose finished model has as many threads as the reader wants.
    #[must_use]
    pub const fn serves_in_threads(self) -> Self {
        Self { has_threads: true, ..self }
    }

    /// The name of a step's server among all servers of the book.
    #[must_use]
    pub fn server_name(&self, step: &Step) -> String {
        format!("{}-{}", self.number, step.name)
    }

    /// Every server of the chapter by its name: the steps', and those of the exercises.
    #[must_use]
    pub fn servers(&self) -> Vec<(String, Serve)> {
        let steps = self.steps.iter().map(|step| (self.server_name(step), step.serve));
        let exercises = self.exercises.iter().flat_map(|exercise| exercise.servers(self.number));
        steps.chain(exercises).collect()
    }
}
