//! One thread or process of the server, and how far it has got.

use recording::{Kind, Task};
use rustix::process::Pid;

use crate::{
    decode::{
        call::{Entered, Shape},
        limit::SHORT,
    },
    decode::{names::Names, view::View},
    follow::rounds::Rounds,
    stops::memory::Memory,
    stops::status::Status,
};

/// How far a task has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Released: it computes, or is inside a call, where it may be asleep.
    Running,
    /// At a stop, not yet released.
    Held,
    /// At a stop, in a busy loop that makes no progress.
    Parked,
    /// At the end of a wait whose time is up; nobody has waited for that yet.
    Due,
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
    /// The stop with which every new task begins is still to come.
    pub(crate) newborn: bool,
    /// The call that it is in.
    pub(crate) inside: Option<Entered>,
    /// Whether it is in a call that is passed over.
    pub(crate) harmless: bool,
    /// Whether the recording says already that it waits there.
    pub(crate) announced: bool,
    /// The call that a signal got it out of, until we know whether the program noticed.
    pub(crate) interrupted: Option<Entered>,
    /// How many signal handlers it is in.
    pub(crate) handlers: u32,
    /// The recording says already that it ends.
    pub(crate) ending: bool,
    /// The signal to deliver when it is released.
    pub(crate) signal: i32,
    /// The result to put in place of the kernel's.
    pub(crate) forced: Option<i64>,
    pub(crate) rounds: Rounds,
    pub(crate) memory: Memory,
    status: Status,
}

impl Traced {
    /// The server's first task, which has stopped itself.
    pub(crate) fn first(server: Pid) -> Self {
        let task = Self::new(server, server, Task::Server);
        Self { newborn: false, state: State::Held, ..task }
    }

    /// A task that has yet to make its first stop.
    pub(crate) fn new(task: Pid, process: Pid, kind: Task) -> Self {
        Self {
            task,
            process,
            kind,
            state: State::Running,
            newborn: true,
            inside: None,
            harmless: false,
            announced: false,
            interrupted: None,
            handlers: 0,
            ending: false,
            signal: 0,
            forced: None,
            rounds: Rounds::default(),
            memory: Memory::of(task),
            status: Status::of(process, task),
        }
    }

    /// Looks at it while it is halted.
    pub(crate) fn view<'task>(&'task self, by: usize, names: &'task mut Names) -> View<'task> {
        View { by, process: self.process, memory: &self.memory, names }
    }

    /// It has become another program, with a memory of its own.
    pub(crate) fn becomes_another(&mut self) {
        self.memory = Memory::of(self.task);
    }

    /// What was told of it so far is forgotten.
    pub(crate) fn begin(&mut self) {
        self.announced = false;
        self.rounds = Rounds::default();
    }

    /// Whether it has gone to sleep in a call, and the recording does not say so yet: it will now.
    pub(crate) fn falls_asleep(&mut self) -> bool {
        let shown = self.inside.as_ref().is_some_and(Entered::is_shown);
        let is_news = shown && self.state == State::Running && !self.announced;
        self.announced |= is_news;
        is_news
    }

    /// Whether it is asleep in a call that has no limit, or has ended.
    pub(crate) fn sleeps_for_good(&self) -> bool {
        match &self.inside {
            Some(call) => self.state == State::Running && call.limit.is_none(),
            None => self.state == State::Gone,
        }
    }

    /// Whether this is the first thread of a process.
    pub(crate) fn is_process(&self) -> bool {
        self.task == self.process
    }

    /// Whether the task will do nothing more before somebody else does something.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.state != State::Running || self.is_asleep()
    }

    /// Asks the kernel whether the task is off the processor inside its call. On the way into a
    /// call, and on the way out of it to its next stop, it is not.
    fn is_asleep(&self) -> bool {
        let Some(call) = &self.inside else { return false };
        let is_restless = call.is_shown() && call.limit.is_some_and(|limit| limit < SHORT);
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
