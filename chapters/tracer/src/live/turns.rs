//! Each stop as it comes, looked at and let go at once; and, when none comes, who has gone to sleep.

use std::{
    collections::HashSet,
    io,
    os::fd::BorrowedFd,
    thread::{sleep, yield_now},
    time::{Duration, Instant},
};

use rustix::process::Pid;

use crate::{
    Tracer,
    follow::task::{Place, State, Traced},
    live::{Live, News},
    stops::stop::{Stop, leave_stopped, next},
};

/// How soon to look again at a task that may be on its way to sleep.
const GLANCE: Duration = Duration::from_millis(1);

/// How often to look at what nobody tells of: what arrives while the server sleeps, and that it works no
/// more.
const LOOK: Duration = Duration::from_millis(100);

/// For how long a server that runs already is waited for, and a task that was woken.
const PATIENCE: Duration = Duration::from_secs(1);

/// After so many stops what has happened is told, though more is to come.
const AT_ONCE: u32 = 256;

/// A task that was let go is at its next stop in no time: we look so many times before we wait.
const LOOKS: u32 = 20;

impl Live {
    /// Waits until something has happened, or nothing more does. `reader` is where this program
    /// writes to, if it wants to know that nobody reads that any more.
    ///
    /// # Errors
    ///
    /// ptrace(2) fails.
    pub fn next(&mut self, reader: Option<BorrowedFd<'_>>) -> io::Result<News> {
        loop {
            self.handle_stops()?;
            if self.tracer.is_gone() {
                self.tracer.handover.let_go();
                return Ok(if self.has_news() { News::Happened } else { News::Over });
            }
            let limit = self.settle();
            self.waits_for_handovers();
            if self.has_news() {
                return Ok(News::Happened);
            }
            if limit != Some(GLANCE) && self.falls_quiet() {
                return Ok(if self.has_news() { News::Happened } else { News::Quiet });
            }
            let limit = limit.or(self.works().then_some(LOOK));
            if let Some(news) = self.alerts.wait(limit, reader)? {
                // It may be the last.
                self.tracer.handover.let_go();
                return Ok(news);
            }
        }
    }

    /// Whether there are events to be taken; if so, that nothing more happens will be told again.
    fn has_news(&mut self) -> bool {
        let has_news = self.tracer.ready() > 0;
        if has_news {
            self.quiet = None;
        }
        has_news
    }

    /// Waits no longer for what a task does that was woken, if it has done nothing about a client for a
    /// while: what others do meanwhile is told too late.
    fn waits_for_handovers(&mut self) {
        let place = self.tracer.handover.first_place();
        self.held = match (place, self.held) {
            (Some(place), Some((held, since))) if place == held => Some((held, since)),
            (place, _) => place.map(|place| (place, Instant::now())),
        };
        if self.held.is_some_and(|(_, since)| since.elapsed() > PATIENCE) {
            self.tracer.handover.let_go();
        }
        // That the server rests ends it as well.
        self.quiet = self.quiet.filter(|works| *works || self.held.is_none());
    }

    /// Whether that nothing more happens is news. It is so once more when a server has worked until now:
    /// whoever waits for its rest could not know that it has come.
    fn falls_quiet(&mut self) -> bool {
        if self.quiet == Some(false) {
            return false;
        }
        // A task that worked at the first look may have woken another that had been looked at.
        let works = (0..2).any(|_| self.tracer.tasks.iter().any(Traced::works));
        if !works {
            self.tracer.rest_in_futexes();
        }
        self.quiet.replace(works) != Some(works)
    }

    /// Handles all stops that there are.
    fn handle_stops(&mut self) -> io::Result<()> {
        let (mut stops, mut looks) = (0, 0);
        while stops < AT_ONCE && looks < LOOKS {
            let Some((task, stop)) = next()? else {
                // Without one at all there is nothing to be expected.
                looks += if stops == 0 { LOOKS } else { 1 };
                yield_now();
                continue;
            };
            self.handle(task, stop)?;
            (stops, looks) = (stops + 1, 0);
        }
        Ok(())
    }

    fn handle(&mut self, task: Pid, stop: Stop) -> io::Result<()> {
        self.is_program |= matches!(stop, Stop::Exec(_));
        self.tracer.on_stop(task, stop)?;
        self.tracer.lets_go_on(task)?;
        if let Stop::Born(child) = stop {
            self.tracer.lets_go_on(child)?;
        }
        Ok(())
    }

    /// Waits until each task has halted once: from then on, each call of it is seen. One that waits
    /// for a disk may not halt for long.
    pub(super) fn take_hold(&mut self) -> io::Result<()> {
        let mut left: HashSet<Pid> = self.tracer.tasks.iter().map(|task| task.task).collect();
        let start = Instant::now();
        while !left.is_empty() && start.elapsed() < PATIENCE {
            match next()? {
                Some((task, stop)) => {
                    left.remove(&task);
                    self.handle(task, stop)?;
                }
                None => sleep(GLANCE),
            }
        }
        Ok(())
    }

    /// Tells who has gone to sleep, and what waits; for how long there is nothing else to do.
    fn settle(&mut self) -> Option<Duration> {
        if self.tracer.tell_waits() {
            return Some(GLANCE);
        }
        self.tracer.lane.as_ref()?;
        if self.tracer.tasks.iter().all(Traced::is_at_rest) {
            self.tracer.look_around();
        }
        Some(LOOK)
    }
}

impl Tracer {
    /// Lets a task go on if it has halted at a stop that has been looked at.
    fn lets_go_on(&mut self, task: Pid) -> io::Result<()> {
        let Some(index) = self.index(task) else { return Ok(()) };
        match self.tasks[index].state {
            State::Held | State::Parked | State::Due => self.release(index),
            State::Stopped => leave_stopped(task),
            State::Running | State::Gone => Ok(()),
        }
    }

    /// Records who has gone to sleep; whether somebody may still be on the way. What a busy loop
    /// does again and again is not told again.
    fn tell_waits(&mut self) -> bool {
        let mut on_the_way = false;
        for by in 0..self.tasks.len() {
            if !self.tasks[by].may_fall_asleep() {
                continue;
            }
            if !self.tasks[by].is_at_rest() {
                on_the_way = true;
            } else if self.tasks[by].falls_asleep() {
                self.tell_wait_or_hush(by);
            }
        }
        on_the_way
    }

    /// Records that a task has gone to sleep, unless it repeats a round. If it then makes the same wait
    /// again and nothing else, it has left the round, and that is told.
    fn tell_wait_or_hush(&mut self, by: usize) {
        let repeats = self.tasks[by].repeats_itself();
        if let Place::Inside(pending) = &mut self.tasks[by].place {
            pending.is_hushed = repeats;
        }
        if !repeats {
            self.tell_wait(by);
        }
    }
}
