//! What each stop means: events for the recording, and the next state of the task.

use std::{fs, io, mem};

use recording::{Call, End, Event, Kind, Outcome, Signal, Task};
use rustix::process::Pid;

use crate::{
    Tracer,
    decode::{
        call::{Entered, Shape, descriptor, is_harmless},
        entry::enter,
        exit::{Returned, errno, leave},
        limit::SHORT,
    },
    follow::{
        rounds::{Done, Verdict},
        task::{State, Traced},
    },
    stops::{
        registers::Registers,
        stop::{Stop, resume},
    },
};

/// Results between these mean that a signal came in between, and are never seen by the program:
/// the kernel starts the call again, or makes it fail with EINTR.
const INTERRUPTED: std::ops::RangeInclusive<i64> = -516..=-512;

impl Tracer {
    /// Records what a stop tells, and decides how its task goes on.
    pub(crate) fn on_stop(&mut self, task: Pid, stop: Stop) -> io::Result<()> {
        let Some(by) = self.tasks.iter().rposition(|known| known.task == task) else {
            self.early.push(task);
            return Ok(());
        };
        self.tasks[by].state = State::Held;
        match stop {
            Stop::Call if self.tasks[by].harmless => self.pass(by, false)?,
            Stop::Call if self.tasks[by].inside.is_none() => self.enters(by)?,
            Stop::Call if self.is_due(by)? => self.tasks[by].state = State::Due,
            Stop::Call => self.leaves(by)?,
            Stop::Born(child) => self.born(by, child),
            Stop::Exec => self.tasks[by].becomes_another(),
            Stop::Signal(number) => self.signalled(by, number),
            Stop::Exited(status) => self.buried(by, End::Exits(status)),
            Stop::Killed(number) => self.buried(by, End::Killed(Signal(number))),
        }
        Ok(())
    }

    fn enters(&mut self, by: usize) -> io::Result<()> {
        let registers = Registers::of(self.tasks[by].task)?;
        let maps_ring = self.rings.are_mapped_by(self.tasks[by].process, &registers);
        if is_harmless(registers.number()) && !maps_ring {
            return self.pass(by, true);
        }
        let mut view = self.tasks[by].view(by, &mut self.names);
        let mut call = enter(&registers, &mut view);
        self.rings.enters(&mut call, &mut view);
        let call = self.resumed(by, call);
        if call.shape == Shape::Exit {
            self.ends(by, &call);
        }
        let verdict = call.told.as_ref().map(|told| self.tasks[by].rounds.enters(told));
        self.park(by, verdict.unwrap_or(Verdict::Go));
        let task = &mut self.tasks[by];
        self.injection.enters(task, &call, registers)?;
        task.inside = Some(call);
        Ok(())
    }

    /// Lets a task go on through a call, and out of it, that is like computing: it wakes nobody.
    fn pass(&mut self, by: usize, harmless: bool) -> io::Result<()> {
        self.tasks[by].harmless = harmless;
        self.tasks[by].state = State::Running;
        resume(self.tasks[by].task, 0)
    }

    /// Decides what an earlier interruption was: invisible if the same call goes on, else EINTR.
    fn resumed(&mut self, by: usize, call: Entered) -> Entered {
        let task = &mut self.tasks[by];
        if call.shape == Shape::Return {
            task.handlers = task.handlers.saturating_sub(1);
            return call;
        }
        if task.handlers > 0 {
            return call;
        }
        match task.interrupted.take() {
            Some(before) if before.is_resumed_by(&call) => before,
            Some(before) => {
                let outcome = Outcome::Failed(errno(-i64::from(libc::EINTR)));
                let told = before.told.clone().map(|told| Returned::plain(told, outcome));
                told.into_iter().for_each(|told| self.returned(by, &before, told));
                self.tasks[by].announced = false;
                call
            }
            None => {
                task.announced = false;
                call
            }
        }
    }

    fn park(&mut self, by: usize, verdict: Verdict) {
        match verdict {
            Verdict::Go => return,
            Verdict::Park { repeats, calls } => {
                repeats.into_iter().for_each(|place| self.log.remove(place));
                self.log.add(Event::Round { by, calls });
            }
            Verdict::ParkAgain => {}
        }
        self.tasks[by].state = State::Parked;
    }

    /// Whether a wait is over because its time is up. When that happens is the clock's affair; to
    /// the scene it happens when a client waits for it.
    fn is_due(&self, by: usize) -> io::Result<bool> {
        let task = &self.tasks[by];
        let Some(call) = &task.inside else { return Ok(false) };
        let has_timeout = call.is_shown() && call.limit.is_some_and(|limit| limit >= SHORT);
        if has_timeout && call.shape == Shape::Ring {
            return Ok(!self.rings.have_news(call, task.process, &task.memory));
        }
        let timed_out = if call.shape == Shape::Signal { -i64::from(libc::EAGAIN) } else { 0 };
        Ok(has_timeout && Registers::of(task.task)?.result() == timed_out)
    }

    /// Lets every wait end whose time is up.
    ///
    /// # Errors
    ///
    /// ptrace(2) fails.
    pub fn let_time_pass(&mut self) -> io::Result<()> {
        for by in 0..self.tasks.len() {
            if self.tasks[by].state == State::Due {
                self.tasks[by].state = State::Held;
                self.leaves(by)?;
            }
        }
        Ok(())
    }

    fn leaves(&mut self, by: usize) -> io::Result<()> {
        let Some(call) = self.tasks[by].inside.take() else { return Ok(()) };
        let registers = Registers::of(self.tasks[by].task)?;
        let result = match self.tasks[by].forced.take() {
            Some(forced) => {
                registers.answer(forced)?;
                forced
            }
            None => registers.result(),
        };
        if INTERRUPTED.contains(&result) {
            self.tasks[by].interrupted = Some(call);
        } else {
            self.tell_result(by, &call, result);
        }
        Ok(())
    }

    fn tell_result(&mut self, by: usize, call: &Entered, result: i64) {
        let mut view = self.tasks[by].view(by, &mut self.names);
        let completions = self.rings.leaves(call, result, &mut view);
        if let Some(told) = call.told.clone() {
            let returned = leave(call, told, result, &mut view);
            self.returned(by, call, returned);
        }
        self.log.calls(completions);
    }

    fn returned(&mut self, by: usize, call: &Entered, returned: Returned) {
        let Returned { mut told, aside, task } = returned;
        let Some(asked) = call.told.clone() else { return };
        if let Some(index) = task.and_then(|pid| self.index(pid)) {
            told.outcome = Outcome::Task(index);
        }
        // To be told at once of what is ready is no progress: that is to do something about it.
        let was_told = call.shape.reports() && !self.tasks[by].announced;
        let fruitless = was_told || is_fruitless(&told);
        let done = Done { call: asked, outcome: told.outcome.clone() };
        let place = self.log.len();
        let Some(skipped) = self.tasks[by].rounds.returns(done, fruitless, place) else { return };
        self.log.add_with(Event::Call(Call { skipped, ..told }), aside);
    }

    fn index(&self, task: Pid) -> Option<usize> {
        self.tasks.iter().rposition(|known| known.task == task)
    }

    fn born(&mut self, parent: usize, child: Pid) {
        let made = self.tasks[parent].inside.as_ref().and_then(Entered::kind);
        let (process, kind) = match made {
            Some(Kind::Clone) => {
                (self.tasks[parent].process, Task::Thread { of: self.first(parent) })
            }
            _ => (child, Task::Child),
        };
        if kind == Task::Child {
            self.names.bear(child);
        }
        let mut task = Traced::new(child, process, kind);
        if let Some(place) = self.early.iter().position(|early| *early == child) {
            self.early.swap_remove(place);
            task.newborn = false;
            task.state = State::Held;
        }
        self.tasks.push(task);
    }

    fn first(&self, by: usize) -> usize {
        self.index(self.tasks[by].process).unwrap_or(by)
    }

    fn signalled(&mut self, by: usize, number: i32) {
        let task = &mut self.tasks[by];
        if mem::take(&mut task.newborn) && number == libc::SIGSTOP {
            return;
        }
        task.signal = number;
        if is_caught(task.process, number) {
            task.handlers += 1;
            self.log.add(Event::Signal { by, signal: Signal(number) });
        }
    }

    /// A task asks for its end, or for its process's: noted before anybody can notice.
    fn ends(&mut self, by: usize, call: &Entered) {
        let by = if call.number == libc::SYS_exit_group { self.first(by) } else { by };
        self.gone(by, End::Exits(descriptor(call.arguments[0]) & 0xff));
    }

    fn buried(&mut self, by: usize, how: End) {
        let task = &mut self.tasks[by];
        task.state = State::Gone;
        task.inside = None;
        if task.is_process() {
            self.gone(by, how);
        }
    }

    fn gone(&mut self, by: usize, how: End) {
        if !mem::replace(&mut self.tasks[by].ending, true) {
            self.log.add(Event::Ends { by, how });
        }
    }
}

/// Whether a call came back with nothing to show for it.
fn is_fruitless(told: &Call) -> bool {
    match told.outcome {
        Outcome::Number(0) => told.kind.is_pause(),
        Outcome::Failed(errno) => matches!(errno.0, libc::EAGAIN | libc::EMFILE),
        _ => told.outcome.is_nothing(),
    }
}

/// Whether the process has a handler for this signal.
fn is_caught(process: Pid, number: i32) -> bool {
    let path = format!("/proc/{}/status", process.as_raw_nonzero());
    let status = fs::read_to_string(path).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (number - 1) & 1 == 1
}
