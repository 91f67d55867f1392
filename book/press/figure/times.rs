//! How long the parts of a request take, as `waits time` has stored it.

use std::collections::HashMap;

use anyhow::{Context, Result};

use super::models::MODELS;

/// The medians of requests of six bytes, in microseconds, by model and part.
#[derive(Debug, Default)]
pub struct Times {
    medians: HashMap<(String, String), f64>,
}

/// The lengths of a model's parts, written out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) whole: String,
    pub(super) parts: String,
}

impl Times {
    /// Reads `server,size,part,unit,number,p10,median,p90`.
    pub fn read(text: &str) -> Result<Self> {
        let mut medians = HashMap::new();
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().context("no times")?.split(',').collect();
        let column = |name: &str| {
            head.iter()
                .position(|word| *word == name)
                .with_context(|| format!("no column `{name}`"))
        };
        let (server, size, part, median) =
            (column("server")?, column("size")?, column("part")?, column("median")?);
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
            if cell(size) == "6" {
                let key = (cell(server).to_owned(), cell(part).to_owned());
                medians.insert(key, cell(median).parse().with_context(|| format!("in `{line}`"))?);
            }
        }
        Ok(Self { medians })
    }

    /// Whether there are times of this model.
    #[must_use]
    pub fn has(&self, model: &str) -> bool {
        self.get(model, "copying").is_some()
    }

    fn get(&self, model: &str, part: &str) -> Option<f64> {
        self.medians.get(&(model.to_owned(), part.to_owned())).copied()
    }

    /// Of waking, asking, copying and the rest.
    fn lengths(&self, model: &str) -> Option<[f64; 4]> {
        let of = |part: &str| self.get(model, part).unwrap_or(0.0);
        self.get(model, "copying")
            .map(|copying| [of("waking") + of("running"), of("asking"), copying, of("rest")])
    }

    /// The same for a drawing in which the longest of all has so much room.
    pub(super) fn parts(&self, model: &str, room: i32) -> Option<[i32; 4]> {
        let whole = |model: &str| self.lengths(model).map_or(0.0, |parts| parts.iter().sum());
        let longest = MODELS.iter().map(|(model, _)| whole(model)).fold(0.0, f64::max);
        let scaled = |length: f64| round(length / longest * f64::from(room));
        self.lengths(model).map(|parts| parts.map(scaled))
    }

    /// The same in words.
    pub(super) fn words(&self, model: &str) -> Option<Lengths> {
        let [waking, asking, copying, rest] = self.lengths(model)?;
        let woken = if waking > 0.0 { format!("woken {waking:.1}, ") } else { String::new() };
        let parts = format!("{woken}asks {asking:.1}, copies {copying:.2}, returns {rest:.1}");
        let whole = format!("{:.1}", waking + asking + copying + rest);
        Some(Lengths { whole, parts })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is a length on a page")]
fn round(length: f64) -> i32 {
    length.round() as i32
}
