//! A cell of what was measured: its key, and the median with what lies around it.

use crate::time::{
    load::{Load, Placement},
    part::Part,
};

/// One part of one server's request of one size.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub(crate) server: String,
    /// In bytes: `6` or `1m`.
    pub(crate) size: String,
    /// Whether the client has a core of its own.
    pub(crate) cores: Placement,
    pub(crate) part: Part,
    /// How many requests had it.
    pub(crate) number: usize,
    /// A tenth of them is below.
    pub(crate) p10: f64,
    pub(crate) median: f64,
    /// A tenth of them is above.
    pub(crate) p90: f64,
}

/// The columns of the file.
pub(crate) const HEADER: &str = "server,size,cores,part,unit,number,p10,median,p90";

impl Cell {
    /// The cell of these values; none, if there are none.
    pub(crate) fn of(load: &Load, part: Part, mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let Load { server, size, cores, .. } = load;
        let (server, size, cores) = (server.name.to_owned(), (*size).to_owned(), *cores);
        let [p10, median, p90] = [1, 5, 9].map(|tenths| quantile(&values, tenths));
        let number = values.len();
        Some(Self { server, size, cores, part, number, p10: p10?, median: median?, p90: p90? })
    }

    /// A line of the file.
    pub(crate) fn line(&self) -> String {
        let Self { server, size, cores, part, number, p10, median, p90 } = self;
        let (cores, part, unit) = (cores.key(), part.key(), part.unit());
        format!("{server},{size},{cores},{part},{unit},{number},{p10:.3},{median:.3},{p90:.3}")
    }

    /// Reads a line of the file.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split(',').collect();
        let [server, size, cores, part, _unit, number, p10, median, p90] = words[..] else {
            return None;
        };
        Some(Self {
            server: server.to_owned(),
            size: size.to_owned(),
            cores: Placement::ALL.into_iter().find(|placement| placement.key() == cores)?,
            part: Part::named(part)?,
            number: number.parse().ok()?,
            p10: p10.parse().ok()?,
            median: median.parse().ok()?,
            p90: p90.parse().ok()?,
        })
    }

    /// What a page calls it by.
    pub(crate) fn key(&self) -> String {
        let cores = self.cores.suffix();
        format!("{}_{}{cores}_{}", self.server, self.size, self.part.key())
    }
}

/// The value below which so many tenths of them lie: the nearest one that was measured.
fn quantile(sorted: &[f64], tenths: usize) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((last * tenths + 5) / 10).copied()
}
