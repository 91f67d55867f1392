//! A sample: what one turn has cost. A run is a list of them, a line each.

use std::io;

use super::{source::Warmth, way::Way};

/// What a turn has cost.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    pub(crate) round: usize,
    pub(crate) way: Way,
    /// Of a message, in bytes.
    pub(crate) size: usize,
    pub(crate) warmth: Warmth,
    /// Processor time of a message, in microseconds.
    pub(crate) sender: f64,
    pub(crate) receiver: f64,
    /// The share of the bytes that was mapped.
    pub(crate) mapped: f64,
}

const HEADING: &str = "round,way,size,source,sender,receiver,mapped";

/// All samples as a file.
pub(crate) fn write(samples: &[Sample]) -> String {
    let lines = samples.iter().map(|sample| {
        let Sample { round, way, size, warmth, sender, receiver, mapped } = sample;
        let (way, warmth) = (way.key(), warmth.key());
        format!("{round},{way},{size},{warmth},{sender:.3},{receiver:.3},{mapped:.3}\n")
    });
    format!("{HEADING}\n{}", lines.collect::<String>())
}

/// And back.
pub(crate) fn read(text: &str) -> io::Result<Vec<Sample>> {
    let lines = text.lines().enumerate().skip(1);
    let samples = lines.map(|(index, line)| {
        sample(line).ok_or_else(|| {
            io::Error::other(format!("line {} of the samples is none: {line}", index + 1))
        })
    });
    samples.collect()
}

fn sample(line: &str) -> Option<Sample> {
    let [round, way, size, warmth, sender, receiver, mapped] =
        line.split(',').collect::<Vec<_>>().try_into().ok()?;
    Some(Sample {
        round: round.parse().ok()?,
        way: Way::ALL.into_iter().find(|known| known.key() == way)?,
        size: size.parse().ok()?,
        warmth: Warmth::ALL.into_iter().find(|known| known.key() == warmth)?,
        sender: sender.parse().ok()?,
        receiver: receiver.parse().ok()?,
        mapped: mapped.parse().ok()?,
    })
}
