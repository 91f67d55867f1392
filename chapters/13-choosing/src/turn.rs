//! A turn: one server, just started, does one work for a moment, and we look at what it spends.
//!
//! Each turn has a process of its own, so that the luck of one start (where its memory lies) is not
//! taken for a property of the model.

use std::time::Duration;

use anyhow::Result;
use lab::{
    Contender, Cores, Counter, Running,
    traffic::{Clients, Heard, Request, visit},
    wait_for_children,
    watch::{Account, Busy, memory, processes},
};

use crate::{
    figure::Figure,
    sample::Sample,
    works::{Pace, Work},
};

/// So long a request of the slow client takes.
const SLEEP: Duration = Duration::from_millis(50);
/// The time of tasks that have ended is told in hundredths of a second: visits take longer.
const VISITS: u32 = 3;
/// Before it counts.
const WARM_UP: Duration = Duration::from_millis(20);
/// The server is given room for the clients, and for one that looks whether it is there.
const SPARE: usize = 6;

/// A server and its clients, before they ask.
pub(crate) struct Turn {
    work: Work,
    cores: Cores,
    /// Requests in a second, if the work is paced.
    rate: Option<f64>,
    time: Duration,
    clients: Clients,
    #[expect(dead_code, reason = "they are only held")]
    idle: Clients,
    /// Memory of a silent client, in bytes.
    held: Option<f64>,
    /// The last: it ends after its clients have left.
    server: Running,
}

impl Turn {
    pub(crate) fn new(
        work: &Work,
        contender: &Contender,
        cores: Cores,
        (rate, time): (Option<f64>, Duration),
    ) -> Result<Self> {
        let server = contender.launch(work.connections() + SPARE, &cores)?;
        let address = server.address();
        // One looked whether it serves, and has left.
        wait_for_children(server.process(), server.resting())?;
        let (idle, held) = idle(&server, work.idle)?;
        let mut clients = Clients::connect(address, work.stay())?;
        if let Some(prepare) = work.prepare {
            clients.ask_once(&prepare())?;
        }
        if let Pace::BesideSlow(_) = work.pace {
            clients.beside_slow(address, Request::sleep(SLEEP))?;
        }
        let mut turn = Self { work: *work, cores, rate, time, clients, idle, held, server };
        turn.ask_for(WARM_UP)?;
        turn.wait_for_those_who_left()?;
        Ok(turn)
    }

    /// What a request costs, and how long it takes.
    pub(crate) fn measure(mut self, round: usize) -> Result<(Sample, Heard)> {
        let process = self.server.process();
        let (account, busy) = (Account::of(process)?, Busy::now(&self.cores)?);
        let heard = self.ask()?;
        self.wait_for_those_who_left()?;
        let now = Account::of(process)?;
        let visits = matches!(self.work.pace, Pace::Once(_));
        let spent = if visits { now.about(&account) } else { now.since(&account) };
        let shares = Busy::now(&self.cores)?.since(&busy, spent.time);
        let mut sample = Sample::new(self.work.key, self.server.name(), round);
        let requests = heard.requests as f64;
        sample.set(Figure::Rate, requests / heard.time.as_secs_f64());
        sample.set(Figure::Cpu, spent.time.as_secs_f64() * 1e6 / requests);
        if let Some(switches) = spent.switches {
            sample.set(Figure::Switches, switches as f64 / requests);
        }
        if let Some(held) = self.held {
            sample.set(Figure::Memory, held / 1024.0);
        }
        // While it had nothing to do it looked again and again: that is no work.
        let work = 1.0 - heard.waited.as_secs_f64() / heard.time.as_secs_f64();
        sample.set(Figure::Load, shares.load.min(work) * 100.0);
        sample.set(Figure::Server, shares.server * 100.0);
        sample.set(Figure::Others, shares.others * 100.0);
        latencies(&mut sample, &heard);
        self.server.end()?;
        Ok((sample, heard))
    }

    /// System calls of a request.
    pub(crate) fn count(mut self) -> Result<f64> {
        let counter = Counter::start(&processes(self.server.process()))?;
        let heard = self.ask()?;
        let calls = counter.end()?;
        self.server.end()?;
        Ok(calls as f64 / heard.requests as f64)
    }

    /// A child's time counts when it has been reaped.
    fn wait_for_those_who_left(&self) -> Result<()> {
        let left = self.server.resting() + self.work.connections();
        wait_for_children(self.server.process(), left)
    }

    fn ask(&mut self) -> Result<Heard> {
        self.ask_for(self.time)
    }

    fn ask_for(&mut self, time: Duration) -> Result<Heard> {
        let request = (self.work.request)();
        match (self.work.pace, self.rate) {
            (Pace::Once(rate), _) => visit(self.server.address(), &request, rate, time * VISITS),
            (Pace::BesideSlow(rate), _) => self.clients.ask_at(&request, rate, time),
            // A turn of many requests is one beat.
            (_, Some(rate)) => self.clients.ask_at(&request, rate / request.number() as f64, time),
            (_, None) => self.clients.ask_again(&request, time, u64::MAX),
        }
    }
}

/// Connects so many clients that stay silent; what each of them costs, in bytes.
fn idle(server: &Running, number: usize) -> Result<(Clients, Option<f64>)> {
    if number == 0 {
        return Ok((Clients::connect(server.address(), 0)?, None));
    }
    let before = memory(server.process())?;
    let clients = Clients::connect(server.address(), number)?;
    let more = memory(server.process())?.saturating_sub(before);
    Ok((clients, Some(more as f64 / number as f64)))
}

/// A percentile needs ten requests beyond it.
pub(crate) fn latencies(sample: &mut Sample, heard: &Heard) {
    let quantiles =
        [(Figure::P50, 0.5), (Figure::P90, 0.9), (Figure::P99, 0.99), (Figure::P999, 0.999)];
    for (figure, quantile) in quantiles {
        if heard.latency.len() as f64 * (1.0 - quantile) >= 9.99 {
            sample.set(figure, heard.latency.value_at_quantile(quantile) as f64 / 1e3);
        }
    }
    if !heard.late.is_empty() {
        sample.set(Figure::Late50, heard.late.value_at_quantile(0.5) as f64 / 1e3);
        sample.set(Figure::Late99, heard.late.value_at_quantile(0.99) as f64 / 1e3);
    }
}
