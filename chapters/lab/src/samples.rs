//! What was measured, round for round.

use crate::spread::{Spread, median};

#[derive(Clone, Debug, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn add(&mut self, value: f64) {
        self.0.push(value);
    }

    /// Nothing, if it was never measured.
    pub(crate) fn median(&self) -> Option<f64> {
        median(self.0.iter().copied())
    }

    /// The lowest, and the highest.
    pub(crate) fn ends(&self) -> (Option<f64>, Option<f64>) {
        Spread::of(self.0.iter().copied()).map(|spread| (spread.least, spread.most)).unzip()
    }

    /// The median of each round's ratio: a machine that is slow in one round is so for both.
    pub(crate) fn ratio(&self, other: &Self) -> Option<f64> {
        median(self.0.iter().zip(&other.0).map(|(own, other)| own / other))
    }
}
