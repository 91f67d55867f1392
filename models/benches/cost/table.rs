//! Medians, spreads and ratios, as a table.

use std::fmt::{Display, Formatter, Result};

#[derive(Debug)]
pub(crate) struct Table {
    title: &'static str,
    rows: Vec<(&'static str, Vec<f64>)>,
}

impl Table {
    pub(crate) fn new(title: &'static str) -> Self {
        Self { title, rows: Vec::new() }
    }

    pub(crate) fn add(&mut self, name: &'static str, microseconds: f64) {
        match self.rows.iter_mut().find(|row| row.0 == name) {
            Some((_, values)) => values.push(microseconds),
            None => self.rows.push((name, vec![microseconds])),
        }
    }

    fn median_of(&self, name: &str) -> Option<f64> {
        self.rows.iter().find(|row| row.0 == name).map(|row| median(&row.1))
    }
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "{}", self.title)?;
        writeln!(
            f,
            "  {:14} {:>10} {:>15} {:>8} {:>8}",
            "server", "µs CPU", "spread", "x bare", "x redis"
        )?;
        let (bare, redis) = (self.median_of("bare"), self.median_of("redis-server"));
        for (name, values) in &self.rows {
            let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
            let highest = values.iter().copied().fold(0.0, f64::max);
            let spread = format!("{lowest:.2} to {highest:.2}");
            let own = median(values);
            let ratio =
                |to: Option<f64>| to.map_or("-".to_owned(), |to| format!("{:.2}", own / to));
            writeln!(
                f,
                "  {name:14} {own:10.2} {spread:>15} {:>8} {:>8}",
                ratio(bare),
                ratio(redis)
            )?;
        }
        Ok(())
    }
}
