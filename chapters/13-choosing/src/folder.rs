//! The folder of a run: what was measured is in it as soon as it was measured.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::sample::Sample;

/// The raw samples, a line for each turn.
const SAMPLES: &str = "samples.csv";
/// What was not measured, and why.
const LEFT_OUT: &str = "left-out.txt";
/// The machine, and what was asked for.
const ENVIRONMENT: &str = "environment.txt";

/// A run that is under way, or that was stored.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) samples: Vec<Sample>,
    pub(crate) left_out: Vec<String>,
    pub(crate) environment: String,
}

impl Folder {
    /// A new one; one of this name is begun again.
    pub(crate) fn create(path: &Path, environment: String) -> Result<Self> {
        let cant = || format!("can't write to {}", path.display());
        fs::create_dir_all(path).with_context(cant)?;
        fs::write(path.join(SAMPLES), Sample::header() + "\n").with_context(cant)?;
        fs::write(path.join(LEFT_OUT), "").with_context(cant)?;
        fs::write(path.join(ENVIRONMENT), &environment).with_context(cant)?;
        let (samples, left_out) = (Vec::new(), Vec::new());
        Ok(Self { path: path.to_owned(), samples, left_out, environment })
    }

    /// One that was stored.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let read = |name| {
            let file = path.join(name);
            let no_run = || format!("{} is no folder of a run: no {name}", path.display());
            fs::read_to_string(file).with_context(no_run)
        };
        let (csv, left_out, environment) = (read(SAMPLES)?, read(LEFT_OUT)?, read(ENVIRONMENT)?);
        let mut lines = csv.lines();
        let known = lines.next() == Some(&Sample::header());
        anyhow::ensure!(known, "{SAMPLES} in {} has other columns", path.display());
        let samples = (2..).zip(lines).map(|(number, line)| {
            Sample::read(line).with_context(|| format!("{SAMPLES}, line {number}"))
        });
        let samples = samples.collect::<Result<_>>()?;
        let left_out = left_out.lines().map(str::to_owned).collect();
        Ok(Self { path: path.to_owned(), samples, left_out, environment })
    }

    /// Keeps a sample, whatever comes next.
    pub(crate) fn keep(&mut self, sample: Sample) -> Result<()> {
        self.append(SAMPLES, &sample.line())?;
        self.samples.push(sample);
        Ok(())
    }

    /// Keeps that something was not measured.
    pub(crate) fn leave_out(&mut self, work: &str, what: &str, why: &str) -> Result<()> {
        let line = format!("{work}: {what}: {}", why.replace('\n', " "));
        self.append(LEFT_OUT, &line)?;
        self.left_out.push(line);
        Ok(())
    }

    fn append(&self, name: &str, line: &str) -> Result<()> {
        let mut file = File::options().append(true).open(self.path.join(name))?;
        Ok(writeln!(file, "{line}")?)
    }

    /// Writes what is made from the samples.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.path.join(name);
        fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))
    }
}
