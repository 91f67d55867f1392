//! A sample: what one turn has cost. A run is a list of them, a line each.

use anyhow::{Context, Result, ensure};

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

const HEADING: &str = "round,way,nanoseconds,waited";

/// All samples as a file.
pub(crate) fn lines(samples: &[Sample]) -> String {
    let lines = samples.iter().map(|Sample { round, way, cost, waited }| {
        format!("{round},{},{cost:.1},{waited:.4}\n", way.key())
    });
    format!("{HEADING}\n{}", lines.collect::<String>())
}

/// All samples of a file.
pub(crate) fn read(text: &str) -> Result<Vec<Sample>> {
    let mut lines = text.lines();
    ensure!(lines.next() == Some(HEADING), "its first line is not {HEADING}");
    let sample = |(number, line)| {
        sample(line).with_context(|| format!("line {number} is no sample: {line}"))
    };
    let samples: Vec<Sample> = (2..).zip(lines).map(sample).collect::<Result<_>>()?;
    let rounds = samples.chunks(Way::ALL.len());
    let whole = |round: &[Sample]| round.iter().map(|sample| sample.way).eq(Way::ALL);
    let is_run = !samples.is_empty() && rounds.clone().all(whole);
    ensure!(is_run, "each round must have all ways, in their order");
    Ok(samples)
}

fn sample(line: &str) -> Option<Sample> {
    let [round, way, cost, waited] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
    Some(Sample {
        round: round.parse().ok()?,
        way: Way::ALL.into_iter().find(|known| known.key() == way)?,
        cost: cost.parse().ok()?,
        waited: waited.parse().ok()?,
    })
}
