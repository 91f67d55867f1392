//! The folder of a run, and what is in it.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use lab::run::{self, ENVIRONMENT, SAMPLES};

use crate::sample::Sample;

/// What was not measured, and why.
const LEFT_OUT: &str = "left-out.txt";

/// A run that is under way, or that was stored.
#[derive(Debug)]
pub(crate) struct Folder {
    folder: run::Folder,
    pub(crate) samples: Vec<Sample>,
    pub(crate) left_out: Vec<String>,
    pub(crate) environment: String,
}

impl Folder {
    /// A new one; one of this name is begun again.
    pub(crate) fn create(path: &Path, environment: String) -> Result<Self> {
        let folder = run::Folder::create(Some(path), &Sample::header(), &environment)?;
        folder.write(LEFT_OUT, "")?;
        let (samples, left_out) = (Vec::new(), Vec::new());
        Ok(Self { folder, samples, left_out, environment })
    }

    /// One that was stored.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let read = |name| run::Folder::read(path, name);
        let (csv, left_out, environment) = (read(SAMPLES)?, read(LEFT_OUT)?, read(ENVIRONMENT)?);
        let mut lines = csv.lines();
        let known = lines.next() == Some(&Sample::header());
        ensure!(known, "{SAMPLES} in {} has other columns", path.display());
        let samples = (2..).zip(lines).map(|(number, line)| {
            Sample::read(line).with_context(|| format!("{SAMPLES}, line {number}"))
        });
        let samples = samples.collect::<Result<_>>()?;
        let left_out = left_out.lines().map(str::to_owned).collect();
        Ok(Self { folder: run::Folder::of(Some(path)), samples, left_out, environment })
    }

    /// Keeps a sample, whatever comes next.
    pub(crate) fn keep(&mut self, sample: Sample) -> Result<()> {
        self.folder.append(SAMPLES, &sample.line())?;
        self.samples.push(sample);
        Ok(())
    }

    /// Keeps that something was not measured.
    pub(crate) fn leave_out(&mut self, work: &str, what: &str, why: &str) -> Result<()> {
        let line = format!("{work}: {what}: {}", why.replace('\n', " "));
        self.folder.append(LEFT_OUT, &line)?;
        self.left_out.push(line);
        Ok(())
    }

    /// Writes what is made from the samples.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<()> {
        self.folder.write(name, text)
    }
}
