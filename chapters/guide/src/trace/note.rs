//! What each stop means: events for the recording, and the next state of the task.

use std::{fs, io, mem};

use rustix::process::Pid;

use crate::{
    recording::{Call, Event, Task},
    trace::{
        Tracer,
        call::{Entered, Shape, descriptor, is_harmless},
        decode::{Outcome, View, enter, error, leave, signal},
        limit::SHORT,
        registers::Registers,
        rounds::{Done, Verdict},
        stop::{Stop, resume},
        task::{State, Traced},
    },
};

/// Results between these mean that a signal came in between, and are never seen by the program:
/// the kernel starts the call again, or makes it fail with EINTR.
const INTERRUPTED: std::ops::RangeInclusive<i64> = -516..=-512;

impl Tracer {
    /// Takes down one stop.
    pub(crate) fn note(&mut self, task: Pid, stop: Stop) -> io::Result<()> {
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
            Stop::Exec => {}
            Stop::Signal(number) => self.signalled(by, number),
            Stop::Exited(0) => self.buried(by, "exits".to_owned()),
            Stop::Exited(status) => self.buried(by, format!("exits with status {status}")),
            Stop::Killed(number) => {
                self.buried(by, format!("is killed by {}", signal(number.into())));
            }
        }
        Ok(())
    }

    fn enters(&mut self, by: usize) -> io::Result<()> {
        let registers = Registers::of(self.tasks[by].task)?;
        let maps_ring = self.rings.are_mapped_by(self.tasks[by].process, &registers);
        if is_harmless(registers.number()) && !maps_ring {
            return self.pass(by, true);
        }
        let mut view = View::of(&self.tasks[by], &mut self.names);
        let mut call = enter(&registers, &mut view);
        self.rings.enters(&mut call, &mut view);
        let call = self.resumed(by, call);
        if call.shape == Shape::Exit {
            self.ends(by, &call);
        }
        let repeats = call.is_shown().then(|| self.tasks[by].rounds.enters(&signature(&call)));
        self.park(by, repeats.unwrap_or(Verdict::Go));
        let task = &mut self.tasks[by];
        self.torture.enters(task, &call, registers)?;
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
                let outcome = Outcome { result: "EINTR".to_owned(), ..Outcome::default() };
                self.returned(by, &before, outcome);
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
                repeats.into_iter().for_each(|place| self.events[place] = None);
                self.events.push(Some(Event::Round { by, calls }));
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
            return Ok(!self.rings.have_news(call, task));
        }
        let timed_out = if call.shape == Shape::Signal { -i64::from(libc::EAGAIN) } else { 0 };
        Ok(has_timeout && Registers::of(task.task)?.result() == timed_out)
    }

    /// Lets every wait end whose time is up.
    pub(crate) fn let_time_pass(&mut self) -> io::Result<()> {
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
        let mut view = View::of(&self.tasks[by], &mut self.names);
        let completions = self.rings.leaves(call, result, &mut view);
        if call.is_shown() {
            let outcome = leave(call, result, &mut view);
            self.returned(by, call, outcome);
        }
        let completions = completions.into_iter().map(|call| Event::Call(Call { by, ..call }));
        self.events.extend(completions.map(Some));
    }

    fn returned(&mut self, by: usize, call: &Entered, outcome: Outcome) {
        // To be told at once of what is ready is no progress: that is to do something about it.
        let was_told = call.shape.reports() && !self.tasks[by].announced;
        let fruitless = was_told || is_fruitless(call, &outcome.result);
        let done = Done { call: signature(call), result: outcome.result.clone() };
        let place = self.events.len();
        let skipped = self.tasks[by].rounds.returns(done, fruitless, place);
        let Some(skipped) = skipped else { return };
        let task = outcome.task.and_then(|pid| self.index(pid));
        let Outcome { result, flow, data, subject, .. } = outcome;
        let subject = subject.or_else(|| call.subject.clone());
        let told = Call { subject, result, task, flow, data, skipped, ..waiting(by, call) };
        self.events.push(Some(Event::Call(told)));
    }

    fn index(&self, task: Pid) -> Option<usize> {
        self.tasks.iter().rposition(|known| known.task == task)
    }

    fn born(&mut self, parent: usize, child: Pid) {
        let made = self.tasks[parent].inside.as_ref().map_or("fork", |call| call.name);
        let (process, kind) = match made {
            "clone" => (self.tasks[parent].process, Task::Thread { of: self.first(parent) }),
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
            self.events.push(Some(Event::Signal { by, name: signal(number.into()) }));
        }
    }

    /// A task asks for its end, or for its process's: noted before anybody can notice.
    fn ends(&mut self, by: usize, call: &Entered) {
        let by = if call.number == libc::SYS_exit_group { self.first(by) } else { by };
        match descriptor(call.arguments[0]) & 0xff {
            0 => self.gone(by, "exits".to_owned()),
            status => self.gone(by, format!("exits with status {status}")),
        }
    }

    fn buried(&mut self, by: usize, how: String) {
        let task = &mut self.tasks[by];
        task.state = State::Gone;
        task.inside = None;
        if task.is_process() {
            self.gone(by, how);
        }
    }

    fn gone(&mut self, by: usize, how: String) {
        if !mem::replace(&mut self.tasks[by].ending, true) {
            self.events.push(Some(Event::Ends { by, how }));
        }
    }
}

/// The call as it stands while nothing has come of it yet.
pub(crate) fn waiting(by: usize, call: &Entered) -> Call {
    Call {
        by,
        name: call.name.to_owned(),
        arguments: call.words.clone(),
        subject: call.subject.clone(),
        listed: call.listed,
        ..Call::default()
    }
}

fn signature(call: &Entered) -> String {
    format!("{}({})", call.name, call.words)
}

/// Whether a call came back with nothing to show for it.
fn is_fruitless(call: &Entered, result: &str) -> bool {
    let timed_out = match call.shape {
        Shape::Sleep => result == "0",
        shape => shape.reports() && result == "nothing",
    };
    let refused = [libc::EAGAIN, libc::EMFILE].map(|errno| error(-i64::from(errno)));
    timed_out || refused.iter().any(|errno| errno == result)
}

/// Whether the process has a handler for this signal.
fn is_caught(process: Pid, number: i32) -> bool {
    let path = format!("/proc/{}/status", process.as_raw_nonzero());
    let status = fs::read_to_string(path).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (number - 1) & 1 == 1
}
