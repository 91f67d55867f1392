//! A sample: what one turn has cost. A run is a list of them, a line each.

use anyhow::{Result, ensure};

use super::way::Way;

/// What a turn has cost.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    pub(crate) round: usize,
    pub(crate) way: Way,
    /// Processor time of a request, in nanoseconds.
    pub(crate) cost: f64,
    /// How often a request waited: a thread that slept, or a lock that was taken.
    pub(crate) waited: f64,
}

pub(crate) const HEADING: &str = "round,way,nanoseconds,waited";

impl Sample {
    /// As a line of a file.
    pub(crate) fn line(&self) -> String {
        let Self { round, way, cost, waited } = self;
        format!("{round},{},{cost:.1},{waited:.4}", way.key())
    }
}

/// All of them as a file.
pub(crate) fn lines(samples: &[Sample]) -> String {
    let lines = samples.iter().map(|sample| sample.line() + "\n");
    format!("{HEADING}\n{}", lines.collect::<String>())
}

/// Whether these can be compared.
pub(crate) fn are_a_run(samples: &[Sample]) -> Result<()> {
    let rounds = samples.chunks(Way::ALL.len());
    let whole = |round: &[Sample]| round.iter().map(|sample| sample.way).eq(Way::ALL);
    let is_run = !samples.is_empty() && rounds.clone().all(whole);
    ensure!(is_run, "each round must have all ways, in their order");
    Ok(())
}

/// The line read again.
pub(crate) fn read(line: &str) -> Option<Sample> {
    let [round, way, cost, waited] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
    Some(Sample {
        round: round.parse().ok()?,
        way: Way::ALL.into_iter().find(|known| known.key() == way)?,
        cost: cost.parse().ok()?,
        waited: waited.parse().ok()?,
    })
}
