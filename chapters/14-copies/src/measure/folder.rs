//! A run, and the folder where it is kept.

use std::path::Path;

use anyhow::Result;
use lab::run::{self, ENVIRONMENT, SAMPLES};

use super::{
    chart::chart,
    report::Report,
    sample::{self, HEADING, Sample},
    source::Warmth,
};

/// A run that is under way, or that was stored.
pub(crate) struct Folder {
    folder: run::Folder,
    pub(crate) samples: Vec<Sample>,
    environment: String,
}

impl Folder {
    /// A new one; one of this name is begun again.
    pub(crate) fn create(path: Option<&Path>, environment: String) -> Result<Self> {
        let folder = run::Folder::create(path, HEADING, &environment)?;
        Ok(Self { folder, samples: Vec::new(), environment })
    }

    /// One that was stored.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let samples = run::samples(path, HEADING, sample::read)?;
        let environment = run::Folder::read(path, ENVIRONMENT)?;
        Ok(Self { folder: run::Folder::of(Some(path)), samples, environment })
    }

    /// Keeps a sample, whatever comes next.
    pub(crate) fn keep(&mut self, sample: Sample) -> Result<()> {
        self.folder.append(SAMPLES, &sample.line())?;
        self.samples.push(sample);
        Ok(())
    }

    /// Writes what is made from the samples.
    pub(crate) fn publish(&self) -> Result<()> {
        let report = Report(&self.samples);
        self.folder.write("quotes.txt", &report.quotes(&self.environment))?;
        let charts = Warmth::ALL.into_iter();
        charts
            .map(|warmth| (format!("{}.svg", warmth.key()), chart(&report, warmth)))
            .try_for_each(|(name, picture)| self.folder.write(&name, &picture))
    }
}
