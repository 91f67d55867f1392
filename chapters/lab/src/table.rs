//! Results as tables: servers under one load, and servers beside more and more idle clients.

use std::fmt::{Display, Formatter, Result};

use crate::{load::Load, results::Results, samples::Samples};

/// One load: what a request costs, and beside whom.
pub(crate) struct Busy<'a> {
    pub(crate) results: &'a Results,
    pub(crate) load: &'a Load,
}

/// Loads that differ in how many clients are idle beside them: what grows.
pub(crate) struct Beside<'a> {
    pub(crate) results: &'a Results,
    pub(crate) loads: &'a [Load],
}

/// Whom the others are compared with.
const COMPARED: [&str; 3] = ["bare", "redis-server", "epoll"];

impl Display for Busy<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "{}", self.load)?;
        write!(f, "  {:14} {:>8} {:>15}", "server", "µs CPU", "spread")?;
        writeln!(f, " {:>7} {:>7} {:>7} {:>6}", "x bare", "x redis", "x epoll", "calls")?;
        let others = COMPARED.map(|name| self.results.microseconds(self.load, name));
        for row in self.results.of(self.load) {
            let own = &row.microseconds;
            let (least, most) = own.ends();
            let spread = format!("{} to {}", number(least), number(most));
            write!(f, "  {:14} {:>8} {spread:>15}", row.server, number(own.median()))?;
            for other in others {
                write!(f, " {:>7}", number(other.and_then(|other| own.ratio(other))))?;
            }
            writeln!(f, " {:>6}", number(row.calls.median()))?;
        }
        Ok(())
    }
}

impl Display for Beside<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let [first, .., last] = self.loads else { return Ok(()) };
        writeln!(f, "{first}, µs CPU beside so many idle clients")?;
        write!(f, "  {:14}", "server")?;
        for load in self.loads {
            write!(f, " {:>8}", load.idle)?;
        }
        writeln!(f, " {:>8}", "growth")?;
        for row in self.results.of(first) {
            write!(f, "  {:14}", row.server)?;
            let cost = |load| self.results.microseconds(load, row.server);
            for load in self.loads {
                write!(f, " {:>8}", number(cost(load).and_then(Samples::median)))?;
            }
            let growth = cost(last).zip(cost(first)).and_then(|(last, first)| last.ratio(first));
            writeln!(f, " {:>8}", number(growth))?;
        }
        Ok(())
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.2}"))
}
