//! The server's timers (timerfd_create(2)), which the director holds as it holds its clock.
//!
//! By itself the kernel would let a timer go off at an hour of the machine's. So a timer that is set is
//! unset again through a copy of its descriptor, and goes off when its hour has come by the server's
//! clock.

use std::{io, os::fd::OwnedFd, time::Duration};

use rustix::{
    event::{PollFd, PollFlags, poll},
    process::Pid,
    time::{Itimerspec, TimerfdTimerFlags, Timespec, timerfd_settime},
};

use crate::{
    Tracer,
    decode::{call::descriptor, ports::borrow},
    follow::pending::Pending,
    stops::{memory::Memory, proc::clock_of_timer},
};

/// A timer that is so short goes off at once.
const SOON: Duration = Duration::from_millis(1);

/// A timer that the server has set.
#[derive(Debug)]
pub(crate) struct Timer {
    process: Pid,
    descriptor: i32,
    copy: OwnedFd,
    /// When it goes off.
    pub(crate) until: Duration,
    /// After how long it does so again; zero: never.
    interval: Duration,
}

impl Tracer {
    /// A task has set a timer, or unset it, if this call did that.
    pub(crate) fn sets_timer(
        &mut self,
        by: usize,
        pending: &Pending,
        result: i64,
    ) -> io::Result<()> {
        let call = &pending.call;
        let Some(now) = self.clock.held().filter(|_| call.number == libc::SYS_timerfd_settime)
        else {
            return Ok(());
        };
        let (process, number) = (self.tasks[by].process, call.descriptor());
        if result != 0 || clock_of_timer(process, number) != Some(libc::CLOCK_MONOTONIC) {
            return Ok(());
        }
        let is_it = |timer: &Timer| (timer.process, timer.descriptor) == (process, number);
        self.timers.retain(|timer| !is_it(timer));
        let [interval, value] = setting(call.arguments[2], &self.tasks[by].memory);
        let is_hour = descriptor(call.arguments[1]) & libc::TFD_TIMER_ABSTIME != 0;
        let until = if is_hour { value } else { now.saturating_add(value) };
        let Some(copy) = borrow(process, number).filter(|_| !value.is_zero()) else {
            return Ok(());
        };
        let timer = Timer { process, descriptor: number, copy, until, interval };
        if until > now + SOON {
            timer.set(0)?;
            self.timers.push(timer);
        } else {
            timer.goes_off()?;
        }
        Ok(())
    }

    /// Lets each timer go off of which the hour has come, but none after this one.
    pub(crate) fn timers_go_off(&mut self, first: Option<Duration>) -> io::Result<()> {
        let Some(now) = self.clock.held() else { return Ok(()) };
        let is_up = |timer: &Timer| timer.until <= now && Some(timer.until) <= first;
        for timer in self.timers.iter_mut().filter(|timer| is_up(timer)) {
            timer.goes_off()?;
            timer.until += timer.interval;
        }
        self.timers.retain(|timer| !is_up(timer));
        Ok(())
    }
}

impl Timer {
    /// Lets it go off, and returns when it has.
    fn goes_off(&self) -> io::Result<()> {
        self.set(1)?;
        let mut ready = [PollFd::new(&self.copy, PollFlags::IN)];
        Ok(poll(&mut ready, Some(&Timespec { tv_sec: 1, tv_nsec: 0 })).map(drop)?)
    }

    /// It goes off once after so many nanoseconds; 0: never.
    fn set(&self, nanoseconds: i64) -> io::Result<()> {
        let it_interval = Timespec::default();
        let it_value = Timespec { tv_sec: 0, tv_nsec: nanoseconds };
        let new = Itimerspec { it_interval, it_value };
        Ok(timerfd_settime(&self.copy, TimerfdTimerFlags::empty(), &new).map(drop)?)
    }
}

/// The two fields of the struct itimerspec at this address: how often it goes off, and when first.
fn setting(address: u64, memory: &Memory) -> [Duration; 2] {
    [0, 16].map(|offset| {
        let [seconds, nanoseconds] = [0, 8].map(|field| {
            let number = memory.long(address + offset + field).unwrap_or(0);
            u64::try_from(number).unwrap_or(0)
        });
        Duration::from_secs(seconds).saturating_add(Duration::from_nanos(nanoseconds))
    })
}
