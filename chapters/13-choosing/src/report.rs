//! What a run says: a cell for each figure of each server in each work, and what it is worth.

use std::collections::HashMap;

use lab::median;

use crate::{figure::Figure, folder::Folder, sample::Sample};

/// Whom all are compared with.
pub(crate) const REFERENCE: &str = "epoll";
/// The same server under another name.
pub(crate) const TWIN: &str = "epoll-again";
/// From this share of its core on it is the load that is measured, in percent.
pub(crate) const LIMIT: f64 = 80.0;
/// What the two that are the same may differ by in the middle.
const HONEST: f64 = 0.05;
/// With fewer rounds one can't tell how far apart two are that are the same.
const FEW: usize = 3;
/// No machine repeats itself better than this.
const FLOOR: f64 = 0.02;

/// A number, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell {
    Number(f64),
    /// Limited by the load: it would be the load's number.
    Load,
    /// Not measured.
    None,
}

/// A server beside [`REFERENCE`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// So many times the reference's number.
    Times(f64),
    /// They differ by less than the same server from itself.
    Tie,
    /// The same server differs from itself by so much that nothing can be told.
    CantTell,
    None,
}

/// The samples, looked at.
#[derive(Clone, Debug)]
pub(crate) struct Report<'a> {
    pub(crate) folder: &'a Folder,
    /// By work and by server.
    samples: HashMap<&'a str, HashMap<&'a str, Vec<&'a Sample>>>,
}

impl<'a> Report<'a> {
    pub(crate) fn of(folder: &'a Folder) -> Self {
        let mut samples = HashMap::<_, HashMap<_, Vec<_>>>::new();
        for sample in &folder.samples {
            let of_work = samples.entry(&*sample.work).or_default();
            of_work.entry(&*sample.server).or_default().push(sample);
        }
        Self { folder, samples }
    }

    /// The keys of the works, in the order of the run.
    pub(crate) fn works(&self) -> Vec<&'a str> {
        in_order(self.folder.samples.iter().map(|sample| &*sample.work))
    }

    /// The servers that have done this work, in the order of the table of models.
    pub(crate) fn servers(&self, work: &str) -> Vec<&'a str> {
        let order = in_order(self.folder.samples.iter().map(|sample| &*sample.server));
        let has = |server: &&str| !self.samples(work, server).is_empty();
        let mut servers: Vec<&str> = order.into_iter().filter(has).collect();
        servers.sort_by_key(|server| self.place(server));
        servers
    }

    /// The run rotates: the environment knows the order.
    fn place(&self, server: &str) -> usize {
        let line = self.folder.environment.lines().find_map(|line| line.strip_prefix("servers: "));
        let mut names = line.unwrap_or_default().split(", ");
        names.position(|name| name == server).unwrap_or(usize::MAX)
    }

    fn samples(&self, work: &str, server: &str) -> &[&'a Sample] {
        self.samples.get(work).and_then(|of_work| of_work.get(server)).map_or(&[], Vec::as_slice)
    }

    /// What a figure was in each round; in a turn apart, if only there.
    fn values(&self, work: &str, server: &str, figure: Figure) -> Vec<(usize, f64)> {
        let value = |sample: &&Sample| Some((sample.round, sample.get(figure)?));
        let all: Vec<_> = self.samples(work, server).iter().filter_map(value).collect();
        let of_rounds: Vec<_> = all.iter().filter(|(round, _)| *round > 0).copied().collect();
        // A rare latency that not every turn could tell: over all rounds.
        let rounds = self.samples(work, server).iter().filter(|sample| sample.round > 0).count();
        if of_rounds.is_empty() || of_rounds.len() < rounds {
            return all.into_iter().filter(|(round, _)| *round == 0).collect();
        }
        of_rounds
    }

    /// The median of the rounds, whatever it is worth.
    pub(crate) fn raw(&self, work: &str, server: &str, figure: Figure) -> Option<f64> {
        median(self.values(work, server, figure).into_iter().map(|(_, value)| value))
    }

    pub(crate) fn cell(&self, work: &str, server: &str, figure: Figure) -> Cell {
        match self.raw(work, server, figure) {
            Some(_) if self.is_limited(work, server, figure) => Cell::Load,
            Some(number) => Cell::Number(number),
            None => Cell::None,
        }
    }

    /// Whether a number would be the load's: it had no more time, or sent its requests late.
    fn is_limited(&self, work: &str, server: &str, figure: Figure) -> bool {
        // To count what is held, and what is called, takes no time of the load's.
        if !figure.is_of_server() || matches!(figure, Figure::Memory | Figure::Calls) {
            return false;
        }
        let raw = |figure| self.raw(work, server, figure);
        let late = figure.late().and_then(raw).zip(raw(figure));
        raw(Figure::Load).is_some_and(|load| load > LIMIT)
            || late.is_some_and(|(late, latency)| late > latency / 2.0)
    }

    /// In each round that both have: how many times the other's number.
    fn ratios(&self, work: &str, one: &str, other: &str, figure: Figure) -> Vec<f64> {
        let others = self.values(work, other, figure);
        let of =
            |round| others.iter().find(|(theirs, _)| *theirs == round).map(|(_, value)| *value);
        let own = self.values(work, one, figure).into_iter();
        own.filter_map(|(round, value)| Some(value / of(round)?))
            .filter(|x| x.is_finite())
            .collect()
    }

    /// The middle of what the same server was beside itself: 1, if nothing disturbs.
    pub(crate) fn same(&self, work: &str, figure: Figure) -> Option<f64> {
        median(self.ratios(work, TWIN, REFERENCE, figure))
    }

    /// Three rounds in four, the same server differed from itself by no more than this.
    ///
    /// Where there are few rounds, what it differed by in the other works counts as well: two that
    /// are close once may be so by luck.
    pub(crate) fn noise(&self, work: &str, figure: Figure) -> Option<f64> {
        let own = self.ratios(work, TWIN, REFERENCE, figure);
        let middle = apart(median(own.clone())?);
        let few = own.len() < FEW;
        let pool = if few { self.pool(figure) } else { own };
        let mut apart: Vec<f64> = pool.into_iter().map(apart).collect();
        apart.sort_by(f64::total_cmp);
        let place = (apart.len() * 3).div_ceil(4) - 1;
        (apart.len() >= FEW).then(|| apart[place].max(middle).max(FLOOR))
    }

    /// What the same server was beside itself, in each round of each work.
    fn pool(&self, figure: Figure) -> Vec<f64> {
        let works = self.works().into_iter();
        works.flat_map(|work| self.ratios(work, TWIN, REFERENCE, figure)).collect()
    }

    /// Whether the same server was measured twice, and a number of it is there.
    pub(crate) fn verdict_is_possible(&self, work: &str, figure: Figure) -> bool {
        let cells = [REFERENCE, TWIN].map(|server| self.cell(work, server, figure));
        cells.iter().all(|cell| matches!(cell, Cell::Number(_)))
    }

    /// A server beside the reference.
    pub(crate) fn verdict(&self, work: &str, server: &str, figure: Figure) -> Verdict {
        let is_number = |server| matches!(self.cell(work, server, figure), Cell::Number(_));
        if server == REFERENCE || !is_number(server) || !is_number(REFERENCE) {
            return Verdict::None;
        }
        let Some(ratio) = median(self.ratios(work, server, REFERENCE, figure)) else {
            return Verdict::None;
        };
        match (self.noise(work, figure), self.same(work, figure)) {
            (Some(noise), _) if within(ratio, noise) => Verdict::Tie,
            (Some(_), Some(same)) if within(same, HONEST) => Verdict::Times(ratio),
            // The machine is disturbed: only what is far beyond its noise can be told.
            (Some(noise), Some(_)) if !within(ratio, 2.0 * noise) => Verdict::Times(ratio),
            _ => Verdict::CantTell,
        }
    }
}

/// By how much one of two is more than the other.
fn apart(ratio: f64) -> f64 {
    ratio.max(1.0 / ratio) - 1.0
}

/// Whether one is not more than `1 + noise` times the other.
fn within(ratio: f64, noise: f64) -> bool {
    apart(ratio) <= noise
}

fn in_order<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut order = Vec::new();
    for name in names {
        if !order.contains(&name) {
            order.push(name);
        }
    }
    order
}
