//! The folder of a run: what was measured is in it as soon as it was measured.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

/// The raw samples, a line for each turn.
pub const SAMPLES: &str = "samples.csv";
/// The machine, and how it was measured.
pub const ENVIRONMENT: &str = "environment.txt";

/// A run that is under way, or that was stored.
#[derive(Debug)]
pub struct Folder {
    /// Nowhere, if the run is only to be shown.
    path: Option<PathBuf>,
}

impl Folder {
    /// A new one, with no samples yet; one of this name is begun again.
    ///
    /// # Errors
    ///
    /// It can't be written to.
    pub fn create(path: Option<&Path>, heading: &str, environment: &str) -> Result<Self> {
        if let Some(path) = path {
            fs::create_dir_all(path).with_context(|| cant_write(path))?;
        }
        let folder = Self::of(path);
        folder.write(SAMPLES, &format!("{heading}\n"))?;
        folder.write(ENVIRONMENT, environment)?;
        Ok(folder)
    }

    /// One that is there.
    #[must_use]
    pub fn of(path: Option<&Path>) -> Self {
        Self { path: path.map(Path::to_owned) }
    }

    /// A file of a run that was stored.
    ///
    /// # Errors
    ///
    /// It is not there.
    pub fn read(path: &Path, name: &str) -> Result<String> {
        let no_run = || format!("{} is no folder of a run: no {name}", path.display());
        fs::read_to_string(path.join(name)).with_context(no_run)
    }

    /// Keeps a line at the end of a file, whatever comes next.
    ///
    /// # Errors
    ///
    /// The file can't be written to.
    pub fn append(&self, name: &str, line: &str) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let path = path.join(name);
        let file = File::options().append(true).open(&path);
        let written = file.and_then(|mut file| writeln!(file, "{line}"));
        written.with_context(|| cant_write(&path))
    }

    /// Writes a file anew.
    ///
    /// # Errors
    ///
    /// It can't be written.
    pub fn write(&self, name: &str, text: &str) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let path = path.join(name);
        fs::write(&path, text).with_context(|| cant_write(&path))
    }
}

fn cant_write(path: &Path) -> String {
    format!("can't write {}", path.display())
}

/// All samples of a run that was stored: the lines below a heading.
///
/// # Errors
///
/// There are none, or the heading is another, or a line is none.
pub fn samples<T>(path: &Path, heading: &str, read: fn(&str) -> Option<T>) -> Result<Vec<T>> {
    let text = Folder::read(path, SAMPLES)?;
    below(&text, heading, read).with_context(|| format!("{SAMPLES} can't be read"))
}

fn below<T>(text: &str, heading: &str, read: fn(&str) -> Option<T>) -> Result<Vec<T>> {
    let mut lines = text.lines();
    ensure!(lines.next() == Some(heading), "its first line is not {heading}");
    let sample = |(number, line): (usize, &str)| {
        read(line).with_context(|| format!("line {number} is no sample: {line}"))
    };
    (2..).zip(lines).map(sample).collect()
}
