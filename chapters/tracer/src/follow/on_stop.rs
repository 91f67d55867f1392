//! What each stop means: what is told of it, and where its task stands then.
//!
//! Alice sends a request while the server sleeps in epoll_wait(2):
//!
//! ```text
//!  stop    the task stands                             what is told
//!  (none)  Inside(epoll_wait), announced               epoll_wait(epoll) … waits
//!  Call    Inside(epoll_wait) → Outside                epoll_wait(epoll) = alice readable
//!  Call    Outside → Inside(recvfrom)
//!  Call    Inside(recvfrom) → Outside                  recvfrom(alice) = 6
//!  Call    Outside → Passing, at once released         (clock_gettime)
//!  Call    Passing → Outside, at once released
//!  Call    Outside → Inside(sendto)
//!  Call    Inside(sendto) → Outside                    sendto(alice) = 7
//!  Call    Outside → Inside(epoll_wait)
//!  (none)  asleep, so it is announced                  epoll_wait(epoll) … waits
//! ```
//!
//! A call is decoded at its entry, while its arguments still stand in the registers; what came of
//! it, at its exit.

use std::{io, mem, ops::RangeInclusive};

use recording::{Call, End, Errno, Event, Moment, Outcome, Signal};
use rustix::process::Pid;

use crate::{
    Tracer,
    decode::{
        call::{Shape, is_harmless},
        entry::enter,
        exit::{Returned, leave},
    },
    follow::{
        clock::passing,
        entry::Entry,
        interruption::Next,
        naps::InVain,
        pending::Pending,
        rounds::{Done, Verdict},
        task::{Place, State},
    },
    inject::edge::Edge,
    stops::{
        registers::Registers,
        stop::{Stop, resume},
    },
};

/// Results between these mean that a signal came in between, and are never seen by the program:
/// the kernel starts the call again, or makes it fail with EINTR.
const INTERRUPTED: RangeInclusive<i64> = -516..=-512;

impl Tracer {
    /// Records what a stop tells, and decides how its task goes on.
    pub(crate) fn on_stop(&mut self, task: Pid, stop: Stop) -> io::Result<()> {
        let Some(by) = self.index(task) else {
            self.early.push(task);
            return Ok(());
        };
        self.tasks[by].state = State::Held;
        match stop {
            Stop::Call => self.at_call(by)?,
            Stop::Born(child) => self.born(by, child),
            Stop::Exec(former) => self.becomes_another(by, former),
            Stop::Signal(number) if self.goes_to_first(by, number)? => {}
            Stop::Signal(number) => self.signalled(by, number),
            // One that is new has stopped itself, for its tracer.
            Stop::Stopped(_) if self.is_live && self.tasks[by].is_new() => self.goes_on(by),
            Stop::Stopped(number) => self.stopped(by, Signal(number)),
            Stop::Trap => self.goes_on(by),
            Stop::Exited(status) => self.buried(by, End::Exits(status)),
            Stop::Killed(number) => self.buried(by, End::Killed(Signal(number))),
        }
        Ok(())
    }

    /// At the door of a call: on the way in, or out.
    fn at_call(&mut self, by: usize) -> io::Result<()> {
        match self.tasks[by].place {
            Place::Newborn | Place::Outside => self.enters(by),
            Place::Passing => self.pass(by, Place::Outside),
            Place::Reading(place) => self.tells_the_time(by, place),
            Place::Inside(_) if self.is_due(by)? => {
                self.tasks[by].state = State::Due;
                Ok(())
            }
            Place::Inside(_) => self.leaves(by),
        }
    }

    fn enters(&mut self, by: usize) -> io::Result<()> {
        let registers = Registers::of(self.tasks[by].task)?.of_64_bits()?;
        let process = self.tasks[by].process;
        let maps_ring = self.rings.are_mapped_by(process, &registers);
        if is_harmless(registers.number()) && !maps_ring {
            return self.pass(by, passing(&registers));
        }
        let mut view = self.tasks[by].view(by, &mut self.names);
        let mut call = enter(&registers, &mut view);
        let asked = self.rings.enters(&mut call, &mut view);
        let refused = self.injection.refuses(&asked);
        self.log.asked(asked);
        let Next { mut pending, failed } = self.tasks[by].interruption.next(call);
        failed.into_iter().for_each(|failed| self.interrupted(by, &failed));
        self.times(by, &mut pending);
        self.looks_up(by, &mut pending);
        if pending.call.shape == Shape::Exit {
            self.ends(by, &pending.call);
        }
        self.judge(by, pending.call.told.as_ref());
        let memory = &self.tasks[by].memory;
        if let Some(lines) = self.lines.as_mut().filter(|_| pending.is_without_frames()) {
            pending.frames = Some(lines.walk(process, memory, &registers));
        }
        self.injection.enters(process, memory, &mut pending, registers)?;
        if let Some(refused) = refused {
            pending.before = self.rings.refuse(&pending.call, process, memory, refused)?;
        }
        self.tasks[by].place = Place::Inside(pending.into());
        Ok(())
    }

    /// Steps over a call that neither waits nor wakes anyone.
    pub(crate) fn pass(&mut self, by: usize, place: Place) -> io::Result<()> {
        self.tasks[by].place = place;
        self.tasks[by].state = State::Running;
        resume(self.tasks[by].task, 0)
    }

    /// The program has noticed that a signal came in between.
    fn interrupted(&mut self, by: usize, pending: &Pending) {
        if let Some(told) = pending.call.told.clone() {
            let outcome = Outcome::Failed(Errno(libc::EINTR));
            self.returned(by, pending, Returned::plain(told, outcome), Vec::new());
        }
    }

    /// Parks a task that is about to make this call, if it only repeats itself.
    fn judge(&mut self, by: usize, told: Option<&Call>) {
        if self.tasks[by].naps.are_all() {
            return;
        }
        match told.map_or(Verdict::Go, |told| self.tasks[by].rounds.enters(told)) {
            Verdict::Go => return,
            Verdict::Park { repeats, calls } => {
                repeats.into_iter().for_each(|place| self.log.remove(place));
                self.log.add(Event::Round { by, calls });
            }
            Verdict::ParkAgain => {}
        }
        self.tasks[by].state = State::Parked;
    }

    pub(crate) fn leaves(&mut self, by: usize) -> io::Result<()> {
        let is_over = self.is_over(by)?;
        let place = mem::replace(&mut self.tasks[by].place, Place::Outside);
        let Place::Inside(mut pending) = place else { return Ok(()) };
        if is_over {
            pending.until.iter().for_each(|hour| self.clock.reaches(*hour));
        }
        mem::take(&mut pending.before).restore(&self.tasks[by].memory)?;
        pending.edge.take().map_or(Ok(()), Edge::comes)?;
        let registers = Registers::of(self.tasks[by].task)?;
        let result = pending.forced.unwrap_or_else(|| registers.result());
        if pending.forced.is_some() {
            registers.answer(result)?;
        }
        if INTERRUPTED.contains(&result) {
            self.tasks[by].interruption.got_out_of(*pending);
        } else {
            self.sets_timer(by, &pending, result)?;
            let late = self.late_for(by, &pending.call, result);
            let woken = result + i64::try_from(late.len()).expect("tasks are few");
            self.wakes_by_futex(by, &pending.call, woken);
            self.tell_result(by, *pending, result);
            late.into_iter().try_for_each(|late| self.is_woken_late(late))?;
        }
        Ok(())
    }

    fn tell_result(&mut self, by: usize, pending: Pending, result: i64) {
        let call = &pending.call;
        let mut view = self.tasks[by].view(by, &mut self.names);
        let completions = self.rings.leaves(call, result, &mut view);
        if let Some(told) = call.told.clone() {
            let returned = leave(call, told, result, &mut view);
            let calls: Vec<_> = [&returned.told].into_iter().chain(&completions).collect();
            let mut before = self.newcomers(&calls);
            let slept = pending.announced;
            before.extend(self.lane.iter_mut().flat_map(|lane| lane.before(&calls, slept)));
            if matches!(&returned.told.outcome, Outcome::Ready(list) if !list.is_empty()) {
                self.tasks[by].naps.finds();
            }
            if pending.is_in_vain(&returned.told.outcome) {
                self.tasks[by].naps.keep(InVain { pending, returned, before });
            } else {
                self.returned(by, &pending, returned, before);
            }
        }
        self.log.calls(completions);
    }

    pub(crate) fn returned(
        &mut self,
        by: usize,
        pending: &Pending,
        returned: Returned,
        before: Vec<Moment>,
    ) {
        let Returned { mut told, aside, task } = returned;
        let Some(asked) = pending.call.told.clone() else { return };
        if let Some(index) = task.and_then(|pid| self.index(pid)) {
            told.outcome = Outcome::Task(index);
        }
        let is_nap = told.kind.is_pause() && told.outcome == Outcome::Number(0);
        if is_nap && self.tasks[by].naps.end() {
            return;
        }
        // To be told at once of what is ready is no progress: that is to do something about it.
        let was_told = pending.call.shape.reports() && !pending.announced;
        let fruitless = was_told || is_fruitless(&told);
        let done = Done { call: asked, outcome: told.outcome.clone() };
        let place = self.log.len();
        let Some(skipped) = self.tasks[by].rounds.returns(done, fruitless, place) else { return };
        if is_nap {
            self.tasks[by].naps.told_at(place);
        }
        let call = Call { skipped, frames: pending.frames, ..told };
        self.handover.takes_up(&call, &mut self.log);
        self.log.add(Entry { before, event: Event::Call(call), aside });
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
