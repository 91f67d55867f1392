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

/// A request for each beat of a clock.
struct Schedule {
    start: Instant,
    interval: Duration,
    next: u32,
    total: u32,
}

impl Schedule {
    fn new(rate: f64, time: Duration) -> Self {
        // Both are small: a float holds each number of requests exactly.
        #[expect(clippy::cast_possible_truncation, reason = "a float becomes the largest number")]
        #[expect(clippy::cast_sign_loss, reason = "it is positive")]
        let total = (rate * time.as_secs_f64()) as u32;
        Self {
            start: Instant::now(),
            interval: Duration::from_secs_f64(1.0 / rate),
            next: 0,
            total,
        }
    }

    /// When the next request is to start; never, if that was the last.
    fn next(&self) -> Option<Instant> {
        (self.next < self.total).then(|| self.start + self.interval * self.next)
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
        let mut schedule = Schedule::new(rate, time);
        let mut free: VecDeque<usize> = (0..self.all.len()).collect();
        // When a client was last missing: a start before that is late by the server's fault.
        let mut missing = schedule.start;
        loop {
            while let Some(start) = schedule.next().filter(|start| *start <= Instant::now()) {
                let Some(place) = free.pop_front() else {
                    missing = Instant::now();
                    break;
                };
                if start > missing {
                    heard.sent(start.elapsed());
                }
                self.all[place].ask(request, start)?;
                schedule.next += 1;
            }
            let next = schedule.next();
            if next.is_none() && free.len() == self.all.len() {
                break;
            }
            // Without a free client the next start has to wait for one.
            let until = next.filter(|_| !free.is_empty());
            for place in self.answered(request, until)? {
                heard.reply(request.number, self.all[place].start, Instant::now());
                free.push_back(place);
            }
        }
        (heard.time, heard.waited) = (schedule.start.elapsed(), self.waited);
        Ok(heard)
    }
}
