//! The figures of the book: drawn from stored recordings, the same bytes each time.
//!
//! They are files of the repository, as the snapshots are: a page includes them like a transcript,
//! a change of one is seen in the diff, and the gate is closed while a file is not what its
//! recording draws.

mod alone;
mod call;
mod clients;
mod held;
mod holds;
mod kernel;
mod lanes;
mod legend;
mod level;
mod list;
mod models;
mod panel;
mod scene;
mod stay;
mod svg;
mod table;
mod tasks;
mod timeline;
mod times;
mod words;
mod wrap;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub use models::{MODELS, Way};
pub use panel::{Draws, Figure, Panel, Shows};
pub use scene::{Scene, Source};
pub use table::FIGURES;
pub use times::Times;
pub use words::Sentence;

use lanes::Seen;
use show::html::escape;

/// The folder of the figures, from the root of the repository.
pub const FOLDER: &str = "book/src/figures";

/// What the figure of the book shows.
const TITLE: &str = "One request: who waits for its bytes, and who copies them";

/// By this chapter all models are there.
const LAST: usize = 13;

impl Figure {
    /// Its file, from the root of the repository.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        let ending = if self.shows == Shows::Alone { "svg" } else { "md" };
        Path::new(FOLDER).join(format!("{}.{ending}", self.name))
    }

    /// What is in that file, as the recordings of this repository are now.
    pub fn draw(&self, repository: &Path) -> Result<String> {
        let drawn = match self.shows {
            Shows::Scenes(panels) => {
                let drawn = (1..).zip(panels).map(|(number, panel)| {
                    panel.draw(
                        &panel.source.read(repository, panel.hides)?,
                        &format!("{}-{number}", self.name),
                    )
                });
                drawn.collect::<Result<Vec<_>>>()?.concat()
            }
            Shows::Models { chapter } => self.models(repository, chapter)?,
            Shows::Alone => return self.alone(repository),
        };
        Ok(format!("<div class=\"panels\">\n{drawn}</div>\n"))
    }

    fn models(&self, repository: &Path, chapter: usize) -> Result<String> {
        let (ways, times) = (models::ways(repository, chapter)?, models::times(repository)?);
        let drawn = models::draw(&ways, times.as_ref(), self.name, TITLE);
        let measured = |way: &Way| {
            let Sentence { who, does } = way.sentence();
            let parts = times.as_ref().and_then(|times| times.words(way.name, way.pauses()));
            let parts = parts
                .map_or(String::new(), |parts| format!(" ({} µs: {})", parts.whole, parts.parts));
            Sentence { who, does: does + &parts }
        };
        Ok(panel(TITLE, &drawn, ways.iter().map(measured)))
    }

    /// All models, in a file that needs no page around it.
    fn alone(&self, repository: &Path) -> Result<String> {
        let (ways, times) = (models::ways(repository, LAST)?, models::times(repository)?);
        Ok(alone::alone(&models::draw(&ways, times.as_ref(), self.name, TITLE)))
    }

    /// The recordings that it is drawn from, from the root of the repository.
    #[must_use]
    pub fn sources(&self) -> Vec<PathBuf> {
        match self.shows {
            Shows::Scenes(panels) => panels.iter().map(|panel| panel.source.path()).collect(),
            Shows::Models { .. } | Shows::Alone => vec![models::FIRST.path()],
        }
    }
}

impl Panel {
    fn draw(&self, scene: &Scene, id: &str) -> Result<String> {
        let seen = Seen::of(scene, self.from, self.until);
        let drawn = match self.draws {
            Draws { level: true, .. } => level::draw(&seen, id, self.title),
            Draws { call: true, .. } => call::draw(&seen, id, self.title)?,
            draws => timeline::draw(&seen, draws, id, self.title),
        };
        Ok(panel(self.title, &drawn, seen.steps().map(|(_, step)| scene.sentence(step))))
    }
}

/// A drawing below its heading, and the same in words for who can't see it.
fn panel(title: &str, drawn: &str, words: impl Iterator<Item = Sentence>) -> String {
    let (heading, words) =
        (escape(title), words.map(|sentence| item(&sentence)).collect::<String>());
    format!(
        "<div class=\"panel\">\n<p class=\"heading\">{heading}</p>\n{drawn}\
         <details><summary>The same in words</summary>\n<ol>\n{words}</ol>\n</details>\n</div>\n"
    )
}

fn item(sentence: &Sentence) -> String {
    format!("<li>{} {}</li>\n", escape(&sentence.who), escape(&sentence.does))
}

/// Draws all figures into their files.
pub fn write(repository: &Path) -> Result<usize> {
    for figure in FIGURES {
        let path = repository.join(figure.path());
        fs::write(&path, figure.draw(repository)?)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(FIGURES.len())
}
