//! How long the parts of a request take, as `waits time` has stored it.

use std::collections::HashMap;

use anyhow::{Context, Result};

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
    /// Reads `server,size,cores,part,unit,number,p10,median,p90`: of client and server on one core.
    pub fn read(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().context("no times")?.split(',').collect();
        let column = |name: &str| {
            let at = head.iter().position(|word| *word == name);
            at.with_context(|| format!("no column `{name}`"))
        };
        let (server, part, median) = (column("server")?, column("part")?, column("median")?);
        let (size, cores) = (column("size")?, column("cores")?);
        let mut medians = HashMap::new();
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
            if cell(size) == "6" && cell(cores) == "1" {
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

    fn whole(&self, model: &str) -> f64 {
        self.lengths(model).map_or(0.0, |parts| parts.iter().sum())
    }

    /// The longest way of those who are woken: who asks from time to time takes any time.
    fn longest(&self) -> f64 {
        let woken = self.medians.keys().filter(|(_, part)| part == "waking");
        woken.map(|(model, _)| self.whole(model)).fold(0.0, f64::max)
    }

    /// The same for a drawing in which the longest of them has so much room.
    pub(super) fn parts(&self, model: &str, room: i32) -> Option<[i32; 4]> {
        let longest = self.longest();
        let scaled = |length: f64| round(length / longest * f64::from(room)).min(room);
        self.lengths(model).map(|parts| parts.map(scaled))
    }

    /// Whether its way is longer than there is room for.
    pub(super) fn is_broken(&self, model: &str) -> bool {
        self.whole(model) > self.longest()
    }

    /// The same in words.
    ///
    /// Who pauses may ask long after the bytes have come: most of that is the pause.
    pub(super) fn words(&self, model: &str, pauses: bool) -> Option<Lengths> {
        let [waking, asking, copying, rest] = self.lengths(model)?;
        let woken = if waking > 0.0 { format!("woken {waking:.1}, ") } else { String::new() };
        let parts = if pauses {
            format!("pauses, asks {asking:.1}, copy {copying:.1}, sends {rest:.1}")
        } else {
            format!("{woken}its calls {:.1}, copy {copying:.1}", asking + rest)
        };
        Some(Lengths { whole: format!("{:.1}", self.whole(model)), parts })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is a length on a page")]
fn round(length: f64) -> i32 {
    length.round() as i32
}
