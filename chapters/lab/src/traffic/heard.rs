//! What the clients have found out.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

/// The longest time that can be told from a longer one.
const LONGEST: Duration = Duration::from_secs(60);

/// How many were answered, in which time, and how long each took.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Requests that were answered.
    pub requests: u64,
    /// From the first request to the last reply.
    pub time: Duration,
    /// The part of this time in which the load had nothing to do.
    pub waited: Duration,
    /// From each start to its reply, in nanoseconds.
    pub latency: Histogram<u64>,
    /// How long after the time that it was to be sent at the load has sent a request, by its own
    /// fault, in nanoseconds.
    pub late: Histogram<u64>,
}

impl Heard {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let (latency, late) = (histogram(), histogram());
        let (time, waited) = (Duration::ZERO, Duration::ZERO);
        Self { requests: 0, time, waited, latency, late }
    }

    /// Adds what was heard at another time.
    pub fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.time += other.time;
        self.waited += other.waited;
        self.latency += &other.latency;
        self.late += &other.late;
    }

    /// A reply to a turn of `requests` requests that began then.
    pub(crate) fn reply(&mut self, requests: u64, start: Instant, now: Instant) {
        self.requests += requests;
        self.latency.saturating_record(nanoseconds(now - start));
    }

    /// A request that was sent so late.
    pub(crate) fn sent(&mut self, late: Duration) {
        self.late.saturating_record(nanoseconds(late));
    }
}

impl Default for Heard {
    fn default() -> Self {
        Self::new()
    }
}

fn histogram() -> Histogram<u64> {
    Histogram::new_with_max(nanoseconds(LONGEST), 3).expect("the bounds are in order")
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
