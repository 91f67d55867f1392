//! What a figure shows, and of which scene.

use super::Source;

/// A figure of the book.
#[derive(Debug)]
pub struct Figure {
    /// The name of its file.
    pub name: &'static str,
    /// What is in it.
    pub shows: Shows,
}

/// What is in a figure.
#[derive(Debug, PartialEq, Eq)]
pub enum Shows {
    /// Scenes, beside each other.
    Scenes(&'static [Panel]),
    /// The models up to this chapter.
    Models {
        /// Its number.
        chapter: usize,
    },
    /// All models, in a file that stands alone.
    Alone,
}

/// One drawing: a scene, or a part of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Panel {
    /// What it shows.
    pub title: &'static str,
    /// From which scene.
    pub source: Source,
    /// The first step that is drawn.
    pub from: usize,
    /// The first one that is not.
    pub until: usize,
    /// The calls that are left out: they are not what is to be seen.
    pub hides: &'static [&'static str],
    /// What is drawn beside clients, kernel and tasks.
    pub draws: Draws,
}

/// What is drawn beside clients, kernel and tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Draws {
    /// The lists of descriptors that the kernel has been asked to watch.
    pub lists: bool,
    /// Which process holds which connection.
    pub holds: bool,
    /// The level of the first client's bytes, over time, in the place of all lanes.
    pub level: bool,
    /// What its first `select` or `poll` is passed, and what that returns, in the place of all
    /// lanes.
    pub call: bool,
}

pub(super) const fn scene(title: &'static str, file: &'static str, scene: usize) -> Panel {
    let (source, hides) = (Source { file, scene }, &[]);
    let draws = Draws { lists: false, holds: false, level: false, call: false };
    Panel { title, source, from: 0, until: usize::MAX, hides, draws }
}

impl Panel {
    pub(super) const fn steps(self, from: usize, until: usize) -> Self {
        Self { from, until, ..self }
    }

    pub(super) const fn hides(self, hides: &'static [&'static str]) -> Self {
        Self { hides, ..self }
    }

    pub(super) const fn lists(self) -> Self {
        Self { draws: Draws { lists: true, ..self.draws }, ..self }
    }

    pub(super) const fn level(self) -> Self {
        Self { draws: Draws { level: true, ..self.draws }, ..self }
    }

    pub(super) const fn call(self) -> Self {
        Self { draws: Draws { call: true, ..self.draws }, ..self }
    }

    pub(super) const fn holds(self) -> Self {
        Self { draws: Draws { holds: true, ..self.draws }, ..self }
    }
}

pub(super) const fn scenes(name: &'static str, panels: &'static [Panel]) -> Figure {
    Figure { name, shows: Shows::Scenes(panels) }
}

pub(super) const fn models(name: &'static str, chapter: usize) -> Figure {
    Figure { name, shows: Shows::Models { chapter } }
}
