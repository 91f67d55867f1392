//! A sample: what one turn of one server has given; and how it stands in a file.

use anyhow::{Context, Result, ensure};

use crate::figure::Figure;

/// A row of the samples.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    /// The key of the work.
    pub(crate) work: String,
    /// The server, as it stands in the tables.
    pub(crate) server: String,
    /// From 1; what was found over all rounds, or in a turn apart, has the round 0.
    pub(crate) round: usize,
    values: [Option<f64>; Figure::ALL.len()],
}

impl Sample {
    pub(crate) fn new(work: &str, server: &str, round: usize) -> Self {
        let values = [None; Figure::ALL.len()];
        Self { work: work.to_owned(), server: server.to_owned(), round, values }
    }

    pub(crate) fn get(&self, figure: Figure) -> Option<f64> {
        self.values[figure.place()]
    }

    pub(crate) fn set(&mut self, figure: Figure, value: f64) {
        self.values[figure.place()] = Some(value);
    }

    /// The names of the columns.
    pub(crate) fn header() -> String {
        let keys = Figure::ALL.map(Figure::key).join(",");
        format!("work,server,round,{keys}")
    }

    /// As a line of CSV; what was not measured is empty.
    pub(crate) fn line(&self) -> String {
        let cell = |value: &Option<f64>| value.map_or(String::new(), |value| format!("{value:.3}"));
        let cells = self.values.iter().map(cell).collect::<Vec<_>>().join(",");
        format!("{},{},{},{cells}", self.work, self.server, self.round)
    }

    /// The line read again.
    pub(crate) fn read(line: &str) -> Result<Self> {
        let mut cells = line.split(',');
        let mut next = || cells.next().context("a column is missing");
        let (work, server, round) = (next()?, next()?, next()?.parse()?);
        let mut sample = Self::new(work, server, round);
        for value in &mut sample.values {
            *value = Some(next()?).filter(|cell| !cell.is_empty()).map(str::parse).transpose()?;
        }
        ensure!(cells.next().is_none(), "there is a column too many");
        Ok(sample)
    }
}
