//! What a run says: ratios to a plain send of the same round, the median and how far they spread.

use std::fmt::Write;

use lab::quotes::{self, mark, markdown};

use super::{SIZES, sample::Sample, source::Warmth, way::Way};

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

/// How many times the processor time of a plain send.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Times {
    pub(crate) least: f64,
    pub(crate) median: f64,
    pub(crate) most: f64,
}

/// A run, and what it says.
pub(crate) struct Report {
    pub(crate) samples: Vec<Sample>,
}

impl Report {
    pub(crate) fn of(samples: Vec<Sample>) -> Self {
        Self { samples }
    }

    /// What a way costs; nothing if it had no turn.
    pub(crate) fn times(&self, way: Way, size: usize, warmth: Warmth, side: Side) -> Option<Times> {
        let find = |way, round| {
            self.samples.iter().find(|sample| {
                (sample.way, sample.size) == (way, size)
                    && (sample.warmth, sample.round) == (warmth, round)
            })
        };
        let rounds = 1..=self.samples.iter().map(|sample| sample.round).max()?;
        let ratios = rounds.filter_map(|round| {
            let (own, plain) = (find(way, round)?, find(Way::Send, round)?);
            Some(side.of(own) / side.of(plain))
        });
        let mut ratios: Vec<f64> = ratios.collect();
        ratios.sort_by(f64::total_cmp);
        let (least, most) = (*ratios.first()?, *ratios.last()?);
        Some(Times { least, median: ratios[ratios.len() / 2], most })
    }

    /// The smallest size from which on a way was cheaper in every round, for both sides together.
    fn tips(&self, way: Way, warmth: Warmth) -> Option<usize> {
        let wins = |size: &usize| {
            let times = self.times(way, *size, warmth, Side::Both);
            times.is_some_and(|times| times.most < 1.0)
        };
        SIZES.into_iter().rev().take_while(wins).last()
    }

    /// A table for a terminal.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for warmth in Warmth::ALL {
            let heading = match warmth {
                Warmth::Warm => "the same bytes again and again",
                Warmth::Cold => "other bytes each time",
            };
            line(&mut text, &format!("Processor time, x a plain send: {heading}"));
            let sizes = SIZES.map(|size| format!("{:>22}", words(size)));
            line(&mut text, &format!("{:<22}{}", "", sizes.concat()));
            for way in Way::ALL.into_iter().skip(1) {
                let cells = SIZES.map(|size| format!("{:>22}", self.cell(way, size, warmth)));
                line(&mut text, &format!("{:<22}{}", way.title(), cells.concat()));
            }
            text.push('\n');
        }
        text + "Sender, receiver: both together. Medians; `send, again` differs by noise alone.\n"
    }

    fn cell(&self, way: Way, size: usize, warmth: Warmth) -> String {
        let number = |side| {
            let times = self.times(way, size, warmth, side);
            times.map_or("-".to_owned(), |times| format!("{:.2}", times.median))
        };
        let [sender, receiver, both] = Side::ALL.map(number);
        format!("{sender}, {receiver}: {both}")
    }

    /// Each number between two marks that name it, for `{{#include}}`.
    pub(crate) fn quotes(&self, environment: &str) -> String {
        let mut text = quotes::environment(environment);
        for warmth in Warmth::ALL {
            mark(&mut text, &format!("{}_table", warmth.key()), &self.markdown(warmth));
            for way in Way::ALL.into_iter().skip(1) {
                self.quote(&mut text, way, warmth);
            }
        }
        text
    }

    fn quote(&self, text: &mut String, way: Way, warmth: Warmth) {
        let key = format!("{}_{}", warmth.key(), way.key());
        let tips = self.tips(way, warmth).map_or("no size".to_owned(), words);
        mark(text, &format!("{key}_tips"), &tips);
        for size in SIZES {
            for side in Side::ALL {
                let Some(times) = self.times(way, size, warmth, side) else { continue };
                let key = format!("{key}_{}_{}", words(size).replace(' ', ""), side.key());
                mark(text, &key, &format!("{:.2}", times.median));
                mark(text, &format!("{key}_least"), &format!("{:.2}", times.least));
                mark(text, &format!("{key}_most"), &format!("{:.2}", times.most));
            }
        }
        let turns = self.samples.iter().filter(|turn| (turn.way, turn.warmth) == (way, warmth));
        let mapped = turns.map(|turn| turn.mapped).fold(f64::INFINITY, f64::min);
        mark(text, &format!("{key}_mapped"), &format!("{:.0} %", mapped * 100.0));
    }

    fn markdown(&self, warmth: Warmth) -> String {
        let row = |name: &str, cells: [String; SIZES.len()]| {
            [vec![name.to_owned()], cells.to_vec()].concat()
        };
        let rows = Way::ALL.into_iter().skip(1);
        let rows = rows.map(|way| row(way.title(), SIZES.map(|size| self.cell(way, size, warmth))));
        markdown(&row("", SIZES.map(words)), &rows.collect::<Vec<_>>())
    }
}

fn line(text: &mut String, words: &str) {
    writeln!(text, "{}", words.trim_end()).expect("a string takes all");
}

/// A size as a reader sees it.
pub(crate) fn words(size: usize) -> String {
    if size < 1 << 20 { format!("{} KiB", size >> 10) } else { format!("{} MiB", size >> 20) }
}
