//! The way that one request took, from the tracepoints that were passed on it.
//!
//! ```text
//!  arrives ──▶ wakes ──▶ on a processor ──▶ copies … has copied ──▶ the call returns
//!     ├─ waking ─┼─ running ──┼─── asking ─────┼── copying ──┼──── rest ────┤
//! ```

use std::{
    collections::{HashMap, HashSet},
    mem::take,
};

use guide::tracefs::{Passed, Point};

use crate::time::part::Part;

/// What was measured of one request.
pub(crate) type Measured = Vec<(Part, f64)>;

/// Cuts what was passed into requests, and measures each that was received.
pub(crate) fn measured(passed: &[Passed], tasks: &HashSet<i32>) -> Vec<Measured> {
    let laps = passed.split(|passed| passed.point == Point::Lap);
    laps.filter_map(|lap| Way::of(lap, tasks)).map(|way| way.parts()).collect()
}

/// When it came where, in nanoseconds.
#[derive(Debug, Default)]
struct Way {
    arrived: u64,
    /// Not for a server that was awake, or that a timer woke.
    woken: Option<u64>,
    running: Option<u64>,
    began: u64,
    copying: u64,
    pieces: u32,
    /// Processor time in calls that have copied.
    calls: u64,
    returned: u64,
}

impl Way {
    fn of(lap: &[Passed], tasks: &HashSet<i32>) -> Option<Self> {
        let arrives = lap.iter().position(|passed| passed.point == Point::Arrives)?;
        let lap = &lap[arrives..];
        let began = lap.iter().position(|passed| passed.point == Point::Copies)?;
        let mut way = Self { arrived: lap[0].at, began: lap[began].at, ..Self::default() };
        way.is_woken(&lap[..began]);
        way.copies(lap);
        way.is_in_calls(lap, tasks);
        (way.returned > way.began).then_some(way)
    }

    /// Until the first copy: the network wakes a task, and that comes to a processor.
    fn is_woken(&mut self, lap: &[Passed]) {
        let mut wakes = lap.iter().filter_map(|passed| match passed.point {
            Point::Wakes { task, by_network: true } => Some((passed.at, task)),
            _ => None,
        });
        let Some((woken, woke)) = wakes.next() else { return };
        let runs = |passed: &&Passed| {
            passed.at >= woken && matches!(passed.point, Point::Switches { to, .. } if to == woke)
        };
        let running = lap.iter().find(runs).map(|passed| passed.at);
        (self.woken, self.running) = (running.map(|_| woken), running);
    }

    /// From where a piece begins to where it has been copied, in the same task.
    fn copies(&mut self, lap: &[Passed]) {
        let mut began = HashMap::new();
        for passed in lap {
            match passed.point {
                Point::Copies => {
                    began.entry(passed.task).or_insert(passed.at);
                }
                Point::HasCopied => {
                    let Some(since) = began.remove(&passed.task) else { continue };
                    self.copying += passed.at - since;
                    self.pieces += 1;
                }
                _ => {}
            }
        }
    }

    /// How long each task was on a processor in a call that copied, and when it left the last one.
    fn is_in_calls(&mut self, lap: &[Passed], tasks: &HashSet<i32>) {
        for task in tasks {
            let mut call = Call::default();
            for passed in lap {
                match passed.point {
                    Point::Switches { to, .. } if to == *task => call.since = Some(passed.at),
                    Point::Switches { from, .. } if from == *task => call.pause(passed.at),
                    Point::Enters if passed.task == *task => call = Call::entered(passed.at),
                    Point::Copies if passed.task == *task => call.has_copied = true,
                    Point::Exits if passed.task == *task => self.left(take(&mut call), passed.at),
                    _ => {}
                }
            }
        }
    }

    fn left(&mut self, mut call: Call, at: u64) {
        call.pause(at);
        if call.has_copied {
            self.calls += call.time;
            self.returned = self.returned.max(at);
        }
    }

    fn parts(&self) -> Measured {
        let whole = self.returned - self.arrived;
        let until_running = self.running.unwrap_or(self.arrived);
        let asking = self.began - until_running;
        let rest = (self.returned - self.began).saturating_sub(self.copying);
        let mut parts = Vec::new();
        if let (Some(woken), Some(running)) = (self.woken, self.running) {
            parts.push((Part::Waking, microseconds(woken - self.arrived)));
            parts.push((Part::Running, microseconds(running - woken)));
            parts.push((Part::WakingShare, share(running - self.arrived, whole)));
        }
        parts.push((Part::Asking, microseconds(asking)));
        parts.push((Part::Copying, microseconds(self.copying)));
        parts.push((Part::Rest, microseconds(rest)));
        parts.push((Part::Whole, microseconds(whole)));
        parts.push((Part::Calls, microseconds(self.calls)));
        parts.push((Part::Pieces, f64::from(self.pieces)));
        parts.push((Part::CopyingShare, share(self.copying, whole)));
        parts.push((Part::CopyingOfCalls, share(self.copying, self.calls)));
        parts
    }
}

/// A call that a task is in.
#[derive(Debug, Default)]
struct Call {
    has_copied: bool,
    /// On a processor so far.
    time: u64,
    /// On a processor since then.
    since: Option<u64>,
}

impl Call {
    fn entered(at: u64) -> Self {
        Self { since: Some(at), ..Self::default() }
    }

    fn pause(&mut self, at: u64) {
        self.time += self.since.take().map_or(0, |since| at - since);
    }
}

fn microseconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e3
}

fn share(part: u64, whole: u64) -> f64 {
    100.0 * part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use guide::tracefs::{Passed, Point};

    use super::measured;
    use crate::time::part::Part;

    /// The client, and the server.
    const ALICE: i32 = 7;
    const SERVER: i32 = 9;

    fn passed(at: u64, task: i32, point: Point) -> Passed {
        Passed { at: at * 1_000, task, point }
    }

    /// A value that a part has, in the first request.
    fn part(all: &[Passed], part: Part) -> Option<f64> {
        let requests = measured(all, &HashSet::from([SERVER]));
        requests[0].iter().find(|(known, _)| *known == part).map(|(_, value)| *value)
    }

    fn asleep() -> Vec<Passed> {
        vec![
            passed(0, ALICE, Point::Lap),
            passed(10, ALICE, Point::Arrives),
            passed(11, ALICE, Point::Wakes { task: SERVER, by_network: true }),
            passed(14, 0, Point::Switches { from: 0, to: SERVER }),
            passed(15, SERVER, Point::Exits),
            passed(16, SERVER, Point::Enters),
            passed(20, SERVER, Point::Copies),
            passed(22, SERVER, Point::HasCopied),
            passed(23, SERVER, Point::Switches { from: SERVER, to: 0 }),
            passed(33, 0, Point::Switches { from: 0, to: SERVER }),
            passed(34, SERVER, Point::Copies),
            passed(35, SERVER, Point::HasCopied),
            passed(36, SERVER, Point::Exits),
            passed(40, SERVER, Point::Enters),
        ]
    }

    #[test]
    fn the_parts_are_the_whole() {
        let way = asleep();
        let values = [Part::Waking, Part::Running, Part::Asking, Part::Copying, Part::Rest];
        let values = values.map(|of| part(&way, of).unwrap());
        assert_eq!(values, [1.0, 3.0, 6.0, 3.0, 13.0]);
        assert_eq!(part(&way, Part::Whole), Some(values.iter().sum()));
        assert_eq!(part(&way, Part::Pieces), Some(2.0));
    }

    #[test]
    fn a_task_that_has_lost_its_core_is_not_in_its_call() {
        // From 16 to 23 and from 33 to 36.
        assert_eq!(part(&asleep(), Part::Calls), Some(10.0));
        assert_eq!(part(&asleep(), Part::CopyingOfCalls), Some(30.0));
    }

    #[test]
    fn a_server_that_a_timer_wakes_is_not_woken_by_bytes() {
        let mut way = asleep();
        way[2].point = Point::Wakes { task: SERVER, by_network: false };
        assert_eq!(part(&way, Part::Waking), None);
        assert_eq!(part(&way, Part::Asking), Some(10.0));
    }
}
