//! What a run says: ratios to the first way of the same round, the median and how far they spread.

use std::fmt::Write;

use lab::{
    Spread, median,
    quotes::{self, mark, markdown},
};

use super::{sample::Sample, way::Way};

pub(crate) struct Report(Vec<Sample>);

impl Report {
    pub(crate) fn of(samples: Vec<Sample>) -> Self {
        Self(samples)
    }

    /// How many times the cost of its reference.
    fn times(&self, way: Way) -> Spread {
        let find = |way, round| {
            let is_it = |sample: &&Sample| (sample.way, sample.round) == (way, round);
            self.0.iter().find(is_it).expect("each way has a turn in each round")
        };
        let of_way = self.0.iter().filter(|sample| sample.way == way);
        let ratio = |own: &Sample| own.cost / find(way.reference(), own.round).cost;
        Spread::of(of_way.map(ratio)).expect("each way has a turn")
    }

    /// How often a request waited: the median.
    fn waited(&self, way: Way) -> f64 {
        let of_way = self.0.iter().filter(|sample| sample.way == way);
        median(of_way.map(|sample| sample.waited)).expect("each way has a turn")
    }

    /// Tables for a terminal.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (heading, ways) in TABLES {
            writeln!(text, "{heading}").expect("a string takes all");
            for way in ways {
                let Spread { least, median, most } = self.times(*way);
                let (name, waited) = (way.title(), self.waited(*way));
                let times = format!("{median:>7.2} ({least:.2} to {most:.2})");
                writeln!(text, "  {name:20} {times:30} {waited:.2}").expect("a string takes all");
            }
            text.push('\n');
        }
        text + "Medians of ratios of one round, and their spread; `again` differs by noise alone.\n"
    }

    /// Each number between two marks that name it, for `{{#include}}`.
    pub(crate) fn quotes(&self, environment: &str) -> String {
        let mut text = quotes::environment(environment);
        for (key, (_, ways)) in ["served", "one-sided", "stores"].into_iter().zip(TABLES) {
            mark(&mut text, &format!("{key}_table"), &self.markdown(ways));
        }
        for way in Way::ALL {
            mark(&mut text, way.key(), &format!("{:.2}", self.times(way).median));
        }
        text
    }

    fn markdown(&self, ways: &[Way]) -> String {
        let row = |way: &Way| {
            let Spread { least, median, most } = self.times(*way);
            let spread = format!("{least:.2} to {most:.2}");
            let (median, waited) = (format!("{median:.2}"), format!("{:.2}", self.waited(*way)));
            vec![way.title().to_owned(), median, spread, waited]
        };
        let head = ["", "times", "in other rounds", "waits"].map(str::to_owned);
        markdown(&head, &ways.iter().map(row).collect::<Vec<_>>())
    }
}

const TABLES: [(&str, &[Way]); 3] = [
    (
        "Processor time of a GET to a server, x epoll; how often a thread slept for it:",
        &Way::SERVERS,
    ),
    ("The same, with all clients in one thread:", &Way::ONE_SIDED),
    (
        "Processor time of a GET of the store alone, x a store of one's own; how often its lock was taken:",
        &Way::STORES,
    ),
];
