//! The open loop: requests start at a fixed rate, whether the ones before have been answered or not.
//!
//! A request that finds no free client waits for one, as it would in front of a real server; its
//! latency counts from when it was to start, and not from when it could be sent.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use anyhow::Result;

use super::{Clients, Heard, Request};

/// A request for each beat of a clock, and the clients that are free for it.
struct Schedule {
    start: Instant,
    interval: Duration,
    next: u32,
    total: u32,
    free: VecDeque<usize>,
    /// When a client was last missing: a start before that is late by the server's fault.
    missing: Instant,
}

impl Schedule {
    fn new(rate: f64, time: Duration, clients: usize) -> Self {
        // Both are small: a float holds each number of requests exactly.
        #[expect(clippy::cast_possible_truncation, reason = "a float becomes the largest number")]
        #[expect(clippy::cast_sign_loss, reason = "it is positive")]
        let total = (rate * time.as_secs_f64()) as u32;
        let (start, interval) = (Instant::now(), Duration::from_secs_f64(1.0 / rate));
        let free = (0..clients).collect();
        Self { start, interval, next: 0, total, free, missing: start }
    }

    /// When the next request is to start; never, if that was the last.
    fn next(&self) -> Option<Instant> {
        (self.next < self.total).then(|| self.start + self.interval * self.next)
    }

    /// The client that has been free for longest.
    fn client(&mut self) -> Option<usize> {
        let place = self.free.pop_front();
        if place.is_none() {
            self.missing = Instant::now();
        }
        place
    }
}

impl Clients {
    /// Asks `rate` times in a second, for so long, with those clients that are free.
    ///
    /// # Errors
    /// The server does not answer, or not what was expected; or we are interrupted.
    pub fn ask_at(&mut self, request: &Request, rate: f64, time: Duration) -> Result<Heard> {
        let mut heard = Heard::new();
        self.waited = Duration::ZERO;
        let mut schedule = Schedule::new(rate, time, self.all.len());
        loop {
            self.ask_those_due(request, &mut schedule, &mut heard)?;
            let next = schedule.next();
            if next.is_none() && schedule.free.len() == self.all.len() {
                break;
            }
            // Without a free client the next start has to wait for one.
            let until = next.filter(|_| !schedule.free.is_empty());
            for place in self.answered(request, until)? {
                heard.reply(request.number, self.all[place].start, Instant::now());
                schedule.free.push_back(place);
            }
        }
        (heard.time, heard.waited) = (schedule.start.elapsed(), self.waited);
        Ok(heard)
    }

    /// Asks what was to be asked by now, while there are free clients.
    fn ask_those_due(
        &mut self,
        request: &Request,
        schedule: &mut Schedule,
        heard: &mut Heard,
    ) -> Result<()> {
        while let Some(start) = schedule.next().filter(|start| *start <= Instant::now()) {
            let Some(place) = schedule.client() else { break };
            if start > schedule.missing {
                heard.sent(start.elapsed());
            }
            self.all[place].ask(request, start)?;
            schedule.next += 1;
        }
        Ok(())
    }
}
