//! A run, and the folder where it is kept: what was measured is there as soon as it was measured.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{
    chart::chart,
    report::Report,
    sample::{self, Sample},
    source::Warmth,
};

/// The raw samples, a line for each turn.
const SAMPLES: &str = "samples.csv";
/// The machine, and how it was measured.
const ENVIRONMENT: &str = "environment.txt";

/// A run that is under way, or that was stored.
pub(crate) struct Folder {
    /// Nowhere, if it is only to be shown.
    path: Option<PathBuf>,
    pub(crate) samples: Vec<Sample>,
    environment: String,
}

impl Folder {
    /// A new one; one of this name is begun again.
    pub(crate) fn create(path: Option<PathBuf>, environment: String) -> Result<Self> {
        if let Some(path) = &path {
            fs::create_dir_all(path).with_context(|| cant_write(path))?;
        }
        let folder = Self { path, samples: Vec::new(), environment };
        folder.write(SAMPLES, &format!("{}\n", sample::HEADING))?;
        folder.write(ENVIRONMENT, &folder.environment)?;
        Ok(folder)
    }

    /// One that was stored.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let read = |name| {
            let no_run = || format!("{} is no folder of a run: no {name}", path.display());
            fs::read_to_string(path.join(name)).with_context(no_run)
        };
        let (samples, environment) = (read(SAMPLES)?, read(ENVIRONMENT)?);
        let samples = sample::read(&samples).with_context(|| format!("{SAMPLES} can't be read"))?;
        Ok(Self { path: Some(path.to_owned()), samples, environment })
    }

    /// Keeps a sample, whatever comes next.
    pub(crate) fn keep(&mut self, sample: Sample) -> Result<()> {
        if let Some(path) = &self.path {
            let path = path.join(SAMPLES);
            let file = File::options().append(true).open(&path);
            let written = file.and_then(|mut file| writeln!(file, "{}", sample.line()));
            written.with_context(|| cant_write(&path))?;
        }
        self.samples.push(sample);
        Ok(())
    }

    /// Writes what is made from the samples.
    pub(crate) fn publish(&self) -> Result<()> {
        let report = Report(&self.samples);
        self.write("quotes.txt", &report.quotes(&self.environment))?;
        let charts = Warmth::ALL.into_iter();
        charts
            .map(|warmth| (format!("{}.svg", warmth.key()), chart(&report, warmth)))
            .try_for_each(|(name, picture)| self.write(&name, &picture))
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let path = path.join(name);
        fs::write(&path, text).with_context(|| cant_write(&path))
    }
}

fn cant_write(path: &Path) -> String {
    format!("can't write {}", path.display())
}
