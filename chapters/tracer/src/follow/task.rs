//! One thread or process of the server: where it stands, and whether it may go on.
//!
//! Where it stands changes at its stops:
//!
//! ```text
//!                SIGSTOP            entry                      exit
//!   Newborn ───────────────▶ Outside ────────▶ Inside(pending) ──────▶ Outside
//!                              │  ▲                  │
//!           entry of a call    │  │ its exit         │ exit, interrupted by a signal: the call
//!           that is passed over▼  │                  ▼ is kept in `Interruption`
//!                            Passing              Outside
//! ```
//!
//! Whether it may go on is for all tasks together to decide, one at a time:
//!
//! ```text
//!             stop                      release
//!  Running ─────────▶ Held ───────────────────────────▶ Running
//!     │                 │ the loop only repeats itself     ▲
//!     │ inside a call,  ├──────▶ Parked ───────────────────┤ the next run to rest
//!     ▼ off the CPU     │ the exit of a wait whose time is up
//!  (asleep)             ├──────▶ Due ──────────────────────┘ time passes
//!                       │ a signal has stopped it
//!                       └──────▶ Stopped                     for good
//! ```

use recording::{End, Kind, Task};
use rustix::process::Pid;

use crate::{
    decode::{
        call::{Entered, Shape},
        limit::SHORT,
        names::Names,
        view::View,
    },
    follow::{interruption::Interruption, naps::Naps, pending::Pending, rounds::Rounds},
    stops::{
        memory::Memory,
        proc::{Status, name, title},
    },
};

/// Where a task stands.
#[derive(Debug)]
pub(crate) enum Place {
    /// The stop with which every new task begins is still to come.
    Newborn,
    /// Outside of any call.
    Outside,
    /// In a call that is passed over: it neither waits nor wakes anybody.
    Passing,
    /// In clock_gettime(2), which puts the time there.
    Reading(u64),
    /// In a call that may be told.
    Inside(Box<Pending>),
}

/// Whether a task may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Released: it computes, or is inside a call, where it may be asleep.
    Running,
    /// At a stop, not yet released.
    Held,
    /// At a stop, in a busy loop that makes no progress.
    Parked,
    /// At the end of a wait whose time is up; no client has waited for that yet.
    Due,
    /// A signal has stopped it, and nobody will let it go on.
    Stopped,
    /// It has ended.
    Gone,
}

/// One traced thread or process.
#[derive(Debug)]
pub(crate) struct Traced {
    pub(crate) task: Pid,
    /// The process that it belongs to, which is itself if it is the first thread.
    pub(crate) process: Pid,
    pub(crate) kind: Task,
    pub(crate) state: State,
    pub(crate) place: Place,
    pub(crate) interruption: Interruption,
    pub(crate) rounds: Rounds,
    pub(crate) naps: Naps,
    pub(crate) memory: Memory,
    /// What a process was called when it was made, or became another program.
    first_name: Option<String>,
    /// What its program calls it, once that has been looked up.
    pub(crate) name: Option<String>,
    /// How it has ended, or was stopped, if that has been told.
    pub(crate) end: Option<End>,
    /// Signals that were handed on to it, and have not come yet.
    pub(crate) sent: Vec<libc::siginfo_t>,
    status: Status,
}

impl Traced {
    /// A task that has yet to make its first stop.
    pub(crate) fn new(task: Pid, process: Pid, kind: Task) -> Self {
        Self {
            task,
            process,
            kind,
            state: State::Running,
            place: Place::Newborn,
            interruption: Interruption::default(),
            rounds: Rounds::default(),
            naps: Naps::default(),
            memory: Memory::of(task),
            first_name: (kind == Task::Child).then(|| name(process, task)).flatten(),
            name: None,
            end: None,
            sent: Vec::new(),
            status: Status::of(process, task),
        }
    }

    /// The same task after its first stop.
    pub(crate) fn stopped(self) -> Self {
        Self { state: State::Held, place: Place::Outside, ..self }
    }

    /// Whether its first stop is still to come.
    pub(crate) fn is_new(&self) -> bool {
        matches!(self.place, Place::Newborn)
    }

    /// A task that was there before its tracer: it will make no first stop.
    pub(crate) fn elder(task: Pid, process: Pid, kind: Task) -> Self {
        Self { place: Place::Outside, ..Self::new(task, process, kind) }
    }

    /// Looks at it while it is halted.
    pub(crate) fn view<'task>(&'task self, by: usize, names: &'task mut Names) -> View<'task> {
        View { by, process: self.process, memory: &self.memory, names }
    }

    /// The call that it is in.
    pub(crate) fn inside(&self) -> Option<&Pending> {
        if let Place::Inside(pending) = &self.place { Some(pending) } else { None }
    }

    /// It has become another program, with a memory of its own, by a call that ends at this place.
    pub(crate) fn becomes_another(&mut self, place: Place) {
        let fresh = Self::new(self.task, self.process, self.kind);
        *self = Self { state: self.state, place, ..fresh };
    }

    /// Looks up the name that its program has given to it: to a thread another than to its process, to
    /// a process another than it had.
    pub(crate) fn look_up_name(&mut self) {
        let name = |task| name(self.process, task);
        let own = || name(self.task);
        self.name = self.name.take().or_else(|| match self.kind {
            Task::Server => None,
            Task::Thread { .. } => own().filter(|own| Some(own) != name(self.process).as_ref()),
            Task::Child => title(self.process)
                .or_else(|| own().filter(|own| Some(own) != self.first_name.as_ref())),
        });
    }

    /// What was told of it so far is forgotten.
    pub(crate) fn begin(&mut self) {
        if let Place::Inside(pending) = &mut self.place {
            pending.announced = false;
        }
        self.rounds = Rounds::default();
        self.naps.begin();
        // Of a process that was stopped nothing more will come.
        self.end = self.end.filter(|end| matches!(end, End::Stopped(_)));
    }

    /// It is no more; nothing of it is looked at again.
    pub(crate) fn is_buried(&mut self) {
        (self.state, self.place) = (State::Gone, Place::Outside);
        (self.memory, self.status) = (Memory::default(), Status::default());
    }

    /// Whether it has gone to sleep in a call, and the recording does not say so yet: it will now. If
    /// the time of its wait is up already, it has slept.
    pub(crate) fn falls_asleep(&mut self) -> bool {
        let Place::Inside(pending) = &mut self.place else { return false };
        let sleeps = matches!(self.state, State::Running | State::Due);
        let is_shown = pending.call.is_shown() && !self.naps.are_all();
        let is_news = is_shown && sleeps && !pending.announced;
        pending.announced |= is_news;
        is_news
    }

    /// Whether the call that it is in comes next in a round that only repeats itself. (A wait that
    /// was in vain and is made again was not told before.)
    pub(crate) fn repeats_itself(&self) -> bool {
        let told = self.inside().and_then(|pending| pending.call.told.as_ref());
        told.is_some_and(|told| self.rounds.expects(told)) && !self.naps.wait_again()
    }

    /// Whether it is asleep in a call that has no limit, or has ended.
    pub(crate) fn sleeps_for_good(&self) -> bool {
        match self.inside() {
            Some(pending) => self.state == State::Running && pending.call.limit.is_none(),
            None => self.state == State::Gone,
        }
    }

    /// Whether this is the first thread of a process.
    pub(crate) fn is_process(&self) -> bool {
        self.task == self.process
    }

    /// Whether it may be on its way to sleep in a call, and nothing says yet that it waits there. (A
    /// wait that is over in no time is a part of a busy loop.)
    pub(crate) fn may_fall_asleep(&self) -> bool {
        let is_news = |Pending { call, announced, .. }: &Pending| {
            call.is_shown() && !announced && call.limit.is_none_or(|limit| limit >= SHORT)
        };
        self.state == State::Running && self.inside().is_some_and(is_news)
    }

    /// Whether the task will do nothing more before somebody else does something.
    pub(crate) fn is_at_rest(&self) -> bool {
        let asleep = |pending: &Pending| self.is_asleep_in(&pending.call);
        self.state != State::Running || self.inside().is_some_and(asleep)
    }

    /// Whether it is on the processor or would like to be, in a call or outside. (That one which only naps
    /// may be late to wake up is no work.)
    pub(crate) fn works(&self) -> bool {
        let kind = self.inside().and_then(|pending| pending.call.kind());
        let naps = self.naps.are_all() && kind.is_some_and(Kind::is_pause);
        self.state == State::Running && !naps && self.status.scheduler_state() != Some(b'S')
    }

    /// Asks the kernel whether the task is off the processor inside its call. On the way into a
    /// call, and on the way out of it to its next stop, it is not.
    fn is_asleep_in(&self, call: &Entered) -> bool {
        let is_short = call.limit.is_some_and(|limit| limit < SHORT);
        let is_restless = call.is_shown() && is_short && !self.naps.are_rest();
        let sleeps = match self.status.scheduler_state() {
            // The kernel may have to wait for itself before it can make a task.
            Some(b'S') => call.shape != Shape::Spawn,
            // vfork(2) keeps the parent in a deep sleep until the child has let go.
            Some(b'D') => call.kind() == Some(&Kind::Vfork),
            _ => false,
        };
        !is_restless && sleeps && self.status.is_in_call()
    }
}
