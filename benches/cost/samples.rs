//! What was measured, again and again.

#[derive(Clone, Debug, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn add(&mut self, value: f64) {
        let place = self.0.partition_point(|other| *other < value);
        self.0.insert(place, value);
    }

    /// Nothing, if it was never measured.
    pub(crate) fn median(&self) -> Option<f64> {
        self.0.get(self.0.len() / 2).copied()
    }

    pub(crate) fn lowest(&self) -> Option<f64> {
        self.0.first().copied()
    }

    pub(crate) fn highest(&self) -> Option<f64> {
        self.0.last().copied()
    }
}
