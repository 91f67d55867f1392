//! A run: every work, round for round, each server in its turn.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use lab::{Contender, Cores, Counter, interrupt::Interrupted, traffic::Heard};

use crate::{
    figure::Figure,
    folder::Folder,
    progress::Progress,
    report::LIMIT,
    sample::Sample,
    turn::{Turn, latencies},
    works::{Pace, Work},
};

/// Others may take this much of a core, in percent; with more the turn is repeated.
pub(crate) const DISTURBED: f64 = 10.0;
/// A turn is repeated so often; and one turn in so many of the whole run.
const REPEATS: u8 = 2;
const PART_REPEATED: usize = 4;

/// What is to be measured.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) works: Vec<Work>,
    pub(crate) contenders: Vec<Contender>,
    pub(crate) rounds: usize,
    /// Of each turn.
    pub(crate) time: Duration,
    /// After this no turn begins.
    pub(crate) most: Option<Duration>,
}

/// One server in one work.
#[derive(Debug)]
struct Row {
    work: Work,
    contender: Contender,
    /// Its latencies in all rounds.
    heard: Heard,
    /// It could not do the work: it has no more turns.
    failed: bool,
}

/// A run under way.
pub(crate) struct Run<'a> {
    plan: &'a Plan,
    cores: Cores,
    folder: &'a mut Folder,
    progress: Progress,
    /// Whether system calls can be counted.
    counts: bool,
    turns: usize,
    /// Turns that were repeated: not more than a part, or a machine that is always disturbed would
    /// never be done.
    repeated: usize,
    /// Requests in a second of each work that is paced.
    rates: HashMap<&'static str, f64>,
    start: Instant,
}

impl<'a> Run<'a> {
    pub(crate) fn new(plan: &'a Plan, cores: Cores, folder: &'a mut Folder) -> Result<Self> {
        let turns = plan.works.len() * plan.contenders.len() * (plan.rounds + 1);
        let counts = match Counter::works() {
            Ok(()) => true,
            Err(why) => folder.leave_out("all", "calls", &format!("{why:#}")).map(|()| false)?,
        };
        Ok(Self {
            plan,
            cores,
            folder,
            progress: Progress::new(turns),
            counts,
            turns: 0,
            repeated: 0,
            rates: HashMap::new(),
            start: Instant::now(),
        })
    }

    /// A round has a turn of each server in each work: what disturbs for a while disturbs all.
    pub(crate) fn measure_all(&mut self) -> Result<()> {
        let mut rows = self.rows()?;
        self.round(1, &mut rows)?;
        if self.counts {
            self.count_calls(&mut rows)?;
        }
        for round in 2..=self.plan.rounds {
            self.round(round, &mut rows)?;
        }
        self.progress.end();
        rows.iter().try_for_each(|row| self.rare_latencies(row))
    }

    fn rows(&mut self) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for work in &self.plan.works {
            for contender in &self.plan.contenders {
                match refusal(work, contender) {
                    Some(why) => self.folder.leave_out(work.key, contender.name, &why)?,
                    None => rows.push(Row::new(*work, *contender)),
                }
            }
        }
        Ok(rows)
    }

    fn round(&mut self, round: usize, rows: &mut [Row]) -> Result<()> {
        for rows in rows.chunk_by_mut(|one, next| one.work.key == next.work.key) {
            // Nobody is always the first, or always after the same one.
            let first = round % rows.len();
            rows.rotate_left(first);
            rows.iter_mut().try_for_each(|row| self.turn_of(row, round))?;
            rows.rotate_right(first);
        }
        Ok(())
    }

    fn turn_of(&mut self, row: &mut Row, round: usize) -> Result<()> {
        if row.failed || (row.work.once && round > 1) || self.is_late() {
            return Ok(());
        }
        self.progress.turn(row.work.title, row.contender.name, round);
        match self.undisturbed(row, round) {
            Ok((sample, heard)) => {
                row.heard.add(&heard);
                self.folder.keep(sample)
            }
            Err(error) => self.fail(row, error),
        }
    }

    /// A turn; if others have disturbed it, the one of several that they disturbed least.
    fn undisturbed(&mut self, row: &Row, round: usize) -> Result<(Sample, Heard)> {
        let others = |turn: &(Sample, Heard)| turn.0.get(Figure::Others).unwrap_or(0.0);
        let mut best = self.turn(row)?.measure(round)?;
        let mut repeats = 0_u8;
        self.turns += 1;
        while !row.work.once && others(&best) > DISTURBED && repeats < REPEATS && self.may_repeat()
        {
            let again = self.turn(row)?.measure(round)?;
            best = if others(&again) < others(&best) { again } else { best };
            repeats += 1;
            self.repeated += 1;
        }
        best.0.set(Figure::Repeats, repeats.into());
        Ok(best)
    }

    fn may_repeat(&self) -> bool {
        self.repeated * PART_REPEATED < self.turns && !self.is_late()
    }

    fn turn(&mut self, row: &Row) -> Result<Turn> {
        let pace = (self.rate(&row.work)?, self.plan.time);
        Turn::new(&row.work, &row.contender, self.cores, pace)
    }

    /// Requests in a second: a share of what the slowest server could do in the first round, if the
    /// load has not more to do for it than it can do without being late.
    fn rate(&mut self, work: &Work) -> Result<Option<f64>> {
        let Pace::Of(closed, share) = work.pace else { return Ok(None) };
        if let Some(rate) = self.rates.get(work.key) {
            return Ok(Some(*rate));
        }
        let of_closed = self.folder.samples.iter().filter(|sample| sample.work == closed);
        let rates = of_closed.filter_map(|sample| {
            let load = sample.get(Figure::Load)?.max(LIMIT);
            Some(sample.get(Figure::Rate)? * LIMIT / load)
        });
        let slowest = rates.min_by(f64::total_cmp).context("its closed loop was not measured")?;
        self.rates.insert(work.key, slowest * share);
        Ok(Some(slowest * share))
    }

    /// In turns apart, for to count takes time.
    fn count_calls(&mut self, rows: &mut [Row]) -> Result<()> {
        for row in rows.iter_mut().filter(|row| !row.failed && row.work.calls) {
            if self.is_late() {
                break;
            }
            self.progress.turn(row.work.title, row.contender.name, 0);
            match self.turn(row).and_then(Turn::count) {
                Ok(calls) => {
                    let mut sample = Sample::new(row.work.key, row.contender.name, 0);
                    sample.set(Figure::Calls, calls);
                    self.folder.keep(sample)?;
                }
                Err(error) => self.fail(row, error)?,
            }
        }
        Ok(())
    }

    /// What one turn has too few requests for.
    fn rare_latencies(&mut self, row: &Row) -> Result<()> {
        let mut sample = Sample::new(row.work.key, row.contender.name, 0);
        latencies(&mut sample, &row.heard);
        if row.heard.requests == 0 { Ok(()) } else { self.folder.keep(sample) }
    }

    /// Goes on without it; but not if it is we who are to stop.
    fn fail(&mut self, row: &mut Row, error: anyhow::Error) -> Result<()> {
        if error.is::<Interrupted>() {
            return Err(error);
        }
        row.failed = true;
        self.folder.leave_out(row.work.key, row.contender.name, &format!("{error:#}"))
    }

    fn is_late(&self) -> bool {
        self.plan.most.is_some_and(|most| self.start.elapsed() > most)
    }
}

impl Row {
    fn new(work: Work, contender: Contender) -> Self {
        Self { work, contender, heard: Heard::new(), failed: false }
    }
}

/// Why a server can't do this work.
fn refusal(work: &Work, contender: &Contender) -> Option<String> {
    if work.asks_for_more() && !contender.understands() {
        return Some("it knows only PING".to_owned());
    }
    contender.lacks_room_for(work.connections())
}
