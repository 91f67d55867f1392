//! What an executor is made of: its tasks, its inbox, its reactor; and what may be done to a task.

use std::{
    cell::RefCell,
    fmt::{self, Debug, Formatter},
    io, mem,
    rc::Rc,
    task::Context,
};

use super::{
    contain::contain,
    eventfd::EventFd,
    id::TaskId,
    inbox::Inbox,
    reactor::Reactor,
    registry::Registry,
    tasks::{Job, Tasks},
    waker::waker,
};
use crate::sync::Arc;

/// How often, at the end, tasks are dropped that were spawned while tasks were dropped.
const ROUNDS: usize = 16;

pub(crate) struct State {
    number: u16,
    tasks: RefCell<Tasks>,
    inbox: Arc<Inbox>,
    reactor: Rc<Reactor>,
}

impl State {
    pub(crate) fn new(executors: &Registry) -> io::Result<Self> {
        let inbox = Arc::new(Inbox::new(EventFd::new()?));
        let reactor = Rc::new(Reactor::new(inbox.event())?);
        let number = executors.enter(Arc::clone(&inbox));
        let number = number.ok_or_else(|| io::Error::other("there are 65,536 executors"))?;
        Ok(Self { number, tasks: RefCell::new(Tasks::new()), inbox, reactor })
    }

    pub(crate) fn number(&self) -> u16 {
        self.number
    }

    pub(crate) fn is_number(&self, executor: usize) -> bool {
        usize::from(self.number) == executor
    }

    pub(crate) fn reactor(&self) -> &Rc<Reactor> {
        &self.reactor
    }

    pub(crate) fn wake(&self, task: TaskId) {
        self.tasks.borrow_mut().wake(task);
    }

    pub(crate) fn spawn(&self, job: Job) -> TaskId {
        // Not under a borrow: a panic drops the job, which may be about to spawn.
        let has_room = self.tasks.borrow().has_room();
        assert!(has_room, "no executor has so many tasks");
        let (index, generation) = self.tasks.borrow_mut().insert(job);
        TaskId::new(self.number, index, generation)
    }

    /// Drops a task where it waits.
    pub(crate) fn abort(&self, task: TaskId) {
        let job = self.tasks.borrow_mut().abort(task);
        contain(|| drop(job));
    }

    // ANCHOR: next
    /// Takes the next one to be polled: its place, its waker, and the task itself.
    pub(crate) fn next(&self) -> Option<(usize, std::task::Waker, Option<Job>)> {
        let (index, generation, job) = self.tasks.borrow_mut().next()?;
        Some((index, waker(TaskId::new(self.number, index, generation)), job))
    }
    // ANCHOR_END: next

    /// Polls a task. One that panics has ended, and only that one.
    pub(crate) fn poll(&self, index: usize, mut job: Job, context: &mut Context<'_>) {
        let pending = contain(|| job.as_mut().poll(context).is_pending());
        let done = if pending == Some(true) {
            self.tasks.borrow_mut().put_back(index, job)
        } else {
            self.tasks.borrow_mut().remove(index);
            Some(job)
        };
        // After the poll, and not while a panic unwinds it: a second panic would end the process.
        contain(|| drop(done));
    }

    /// Lets the reactor wait for somebody to be woken; if somebody is already, it only looks.
    pub(crate) fn wait(&self) -> io::Result<()> {
        let somebody = self.tasks.borrow().is_anybody_awake();
        if self.reactor.wait(somebody)? {
            let woken = self.inbox.take();
            let mut tasks = self.tasks.borrow_mut();
            woken.into_iter().for_each(|task| tasks.wake(task));
        }
        Ok(())
    }

    /// Drops all tasks, and those that are spawned by the drop of one. A task that spawns itself
    /// again each time would go on for ever: after some rounds, what is left is leaked.
    pub(crate) fn clear(&self) {
        for _ in 0..ROUNDS {
            let jobs = self.take_all();
            if jobs.is_empty() {
                return;
            }
            jobs.into_iter().for_each(|job| _ = contain(|| drop(job)));
        }
        mem::forget(self.take_all());
    }

    fn take_all(&self) -> Vec<Job> {
        self.tasks.borrow_mut().take()
    }
}

impl Debug for State {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("number", &self.number).finish_non_exhaustive()
    }
}
