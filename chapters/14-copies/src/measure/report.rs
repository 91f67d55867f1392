//! What a run says: ratios to a plain send of the same round, the median and how far they spread.

use std::fmt::Write;

use lab::{
    Spread,
    quotes::{self, mark, markdown},
};

use super::{SIZES, VALUES, sample::Sample, source::Warmth, way::Way};

/// Whose processor time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Sender,
    Receiver,
    Both,
}

impl Side {
    pub(crate) const ALL: [Self; 3] = [Self::Sender, Self::Receiver, Self::Both];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Receiver => "receiver",
            Self::Both => "both",
        }
    }

    fn of(self, sample: &Sample) -> f64 {
        match self {
            Self::Sender => sample.sender,
            Self::Receiver => sample.receiver,
            Self::Both => sample.sender + sample.receiver,
        }
    }
}

/// The samples of a run, and what they say.
pub(crate) struct Report<'a>(pub(crate) &'a [Sample]);

impl Report<'_> {
    /// How many times the processor time of a plain send; nothing if a way had no turn.
    pub(crate) fn times(
        &self,
        way: Way,
        size: usize,
        warmth: Warmth,
        side: Side,
    ) -> Option<Spread> {
        let find = |way, round| {
            self.0.iter().find(|sample| {
                (sample.way, sample.size) == (way, size)
                    && (sample.warmth, sample.round) == (warmth, round)
            })
        };
        let rounds = 1..=self.0.iter().map(|sample| sample.round).max()?;
        Spread::of(rounds.filter_map(|round| {
            let (own, plain) = (find(way, round)?, find(way.plain(), round)?);
            Some(side.of(own) / side.of(plain))
        }))
    }

    /// The smallest size from which on a way was cheaper, for both sides together: in its dearest
    /// round than a plain send against itself in the cheapest.
    fn tips(&self, way: Way, warmth: Warmth) -> Option<usize> {
        let of = |way, size| self.times(way, size, warmth, Side::Both);
        let wins = |size: &usize| {
            let both = of(way, *size).zip(of(Way::Again, *size));
            both.is_some_and(|(times, again)| times.most < again.least.min(1.0))
        };
        SIZES.into_iter().rev().take_while(wins).last()
    }

    /// Tables for a terminal.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for table in TABLES {
            line(&mut text, table.heading);
            let sizes = table.sizes.iter().map(|size| format!("{:>9}", words(*size)));
            line(&mut text, &format!("{:<32}{}", "", sizes.collect::<String>()));
            for way in &table.ways[1..] {
                self.rows(&mut text, *way, &table);
            }
            text.push('\n');
        }
        text + "Medians of the rounds. What differs in a line that says `again` differs by noise alone.\n"
    }

    /// A way: a line for each side.
    fn rows(&self, text: &mut String, way: Way, table: &Table) {
        for (side, title) in Side::ALL.into_iter().zip([way.title(), "", ""]) {
            let cell = |size: &usize| format!("{:>9}", self.cell(way, *size, table.warmth, side));
            let cells = table.sizes.iter().map(cell).collect::<String>();
            line(text, &format!("{title:<22}{:<10}{cells}", side.key()));
        }
    }

    fn cell(&self, way: Way, size: usize, warmth: Warmth, side: Side) -> String {
        let times = self.times(way, size, warmth, side);
        times.map_or("-".to_owned(), |times| format!("{:.2}", times.median))
    }

    /// Each number between two marks that name it, for `{{#include}}`.
    pub(crate) fn quotes(&self, environment: &str) -> String {
        let mut text = quotes::environment(environment);
        for table in TABLES {
            mark(&mut text, &format!("{}_table", table.key), &self.markdown(&table));
            for way in &table.ways[1..] {
                self.quote(&mut text, *way, &table);
            }
        }
        mark(&mut text, "tips_table", &self.all_tips());
        text
    }

    fn quote(&self, text: &mut String, way: Way, table: &Table) {
        let key = format!("{}_{}", table.warmth.key(), way.key());
        for size in table.sizes {
            for side in Side::ALL {
                let Some(times) = self.times(way, *size, table.warmth, side) else { continue };
                let key = format!("{key}_{}_{}", words(*size).replace(' ', ""), side.key());
                mark(text, &key, &format!("{:.2}", times.median));
                mark(text, &format!("{key}_least"), &format!("{:.2}", times.least));
                mark(text, &format!("{key}_most"), &format!("{:.2}", times.most));
            }
        }
        let turns = self.0.iter().filter(|turn| (turn.way, turn.warmth) == (way, table.warmth));
        let mapped = turns.map(|turn| turn.mapped).fold(f64::INFINITY, f64::min);
        if mapped > 0.0 && mapped.is_finite() {
            mark(text, &format!("{key}_mapped"), &format!("{:.0} %", mapped * 100.0));
        }
    }

    fn markdown(&self, table: &Table) -> String {
        let row = |name: &str, cells: Vec<String>| [vec![name.to_owned()], cells].concat();
        let cells = |way: &Way| {
            let cell = |size: &usize| self.cell(*way, *size, table.warmth, Side::Both);
            row(way.title(), table.sizes.iter().map(cell).collect())
        };
        let head = row("", table.sizes.iter().map(|size| words(*size)).collect());
        markdown(&head, &table.ways[1..].iter().map(cells).collect::<Vec<_>>())
    }

    /// Of each way, from which size on it was cheaper, and not by luck.
    fn all_tips(&self) -> String {
        let row = |way: &Way| {
            let tips =
                Warmth::ALL.map(|warmth| self.tips(*way, warmth).map_or(NO_SIZE.into(), words));
            [vec![way.title().to_owned()], tips.to_vec()].concat()
        };
        let head = ["", "warm, from", "cold, from"].map(str::to_owned);
        markdown(&head, &Way::SENDS[1..].iter().map(row).collect::<Vec<_>>())
    }
}

/// Ways that are compared, and at which sizes.
struct Table {
    key: &'static str,
    heading: &'static str,
    ways: &'static [Way],
    sizes: &'static [usize],
    warmth: Warmth,
}

const TABLES: [Table; 3] = [
    Table {
        key: "warm",
        heading: "Processor time, x a plain send: the same bytes again and again",
        ways: Way::SENDS,
        sizes: &SIZES,
        warmth: Warmth::Warm,
    },
    Table {
        key: "cold",
        heading: "Processor time, x a plain send: other bytes each time",
        ways: Way::SENDS,
        sizes: &SIZES,
        warmth: Warmth::Cold,
    },
    Table {
        key: "get",
        heading: "Processor time, x a GET of the finished server: the same value again and again",
        ways: Way::GETS,
        sizes: &VALUES,
        warmth: Warmth::Warm,
    },
];

const NO_SIZE: &str = "no size";

fn line(text: &mut String, words: &str) {
    writeln!(text, "{}", words.trim_end()).expect("a string takes all");
}

/// A size as a reader sees it.
pub(crate) fn words(size: usize) -> String {
    let units = [(1 << 20, "MiB"), (1_000_000, "MB"), (1 << 10, "KiB"), (1_000, "kB")];
    let unit = units.into_iter().find(|(unit, _)| size.is_multiple_of(*unit));
    unit.map_or(format!("{size} B"), |(unit, name)| format!("{} {name}", size / unit))
}
