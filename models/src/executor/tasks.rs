//! The run queue: all tasks of an executor, and which of them are to be polled, in which order.

use std::{collections::VecDeque, pin::Pin};

use super::id::TaskId;

/// A task: a future that nobody takes anything from.
pub(crate) type Job = Pin<Box<dyn Future<Output = ()>>>;

/// The place of the future that the executor was started for; it is not kept here.
pub(crate) const ROOT: usize = 0;

#[derive(Default)]
pub(crate) struct Tasks {
    slots: Vec<Slot>,
    free: Vec<usize>,
    queue: VecDeque<usize>,
}

#[derive(Default)]
struct Slot {
    generation: u32,
    /// It is in the queue already: to be woken once more changes nothing.
    queued: bool,
    /// Not there while it is polled.
    job: Option<Job>,
    /// It is not to be polled again: it was aborted while it was polled.
    aborted: bool,
}

impl Tasks {
    /// No task but the first future's, which is to be polled.
    pub(crate) fn new() -> Self {
        let root = Slot { queued: true, ..Slot::default() };
        Self { slots: vec![root], free: Vec::new(), queue: VecDeque::from([ROOT]) }
    }

    /// Whether there is a task to be polled.
    pub(crate) fn is_anybody_awake(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Whether there is a place for one more.
    pub(crate) fn has_room(&self) -> bool {
        !self.free.is_empty() || self.slots.len() <= TaskId::LAST
    }

    /// A new task, which is to be polled: its place and generation.
    pub(crate) fn insert(&mut self, job: Job) -> (usize, u32) {
        let index = self.free.pop().unwrap_or_else(|| self.grow());
        let slot = &mut self.slots[index];
        slot.job = Some(job);
        // The task before it at this place may have been woken when it ran for the last time.
        if !slot.queued {
            slot.queued = true;
            self.queue.push_back(index);
        }
        (index, slot.generation)
    }

    fn grow(&mut self) -> usize {
        self.slots.push(Slot::default());
        self.slots.len() - 1
    }

    // ANCHOR: wake
    /// The task is to be polled, if it is still there.
    pub(crate) fn wake(&mut self, task: TaskId) {
        let Some(slot) = self.slots.get_mut(task.index()) else { return };
        if task.is_of(slot.generation) && !slot.queued {
            slot.queued = true;
            self.queue.push_back(task.index());
        }
    }
    // ANCHOR_END: wake

    /// Takes the next one to be polled: its place and generation, and the task itself.
    ///
    /// From here on it can be woken again: a wake-up that comes while it runs is not lost.
    pub(crate) fn next(&mut self) -> Option<(usize, u32, Option<Job>)> {
        let index = self.queue.pop_front()?;
        let slot = &mut self.slots[index];
        slot.queued = false;
        Some((index, slot.generation, slot.job.take()))
    }

    /// It has been polled, and is not done. If it was aborted meanwhile, it comes back to be
    /// dropped, when nothing is borrowed any more.
    pub(crate) fn put_back(&mut self, index: usize, job: Job) -> Option<Job> {
        if self.slots[index].aborted {
            self.remove(index);
            return Some(job);
        }
        self.slots[index].job = Some(job);
        None
    }

    /// It is done: its place can be taken, by another name.
    pub(crate) fn remove(&mut self, index: usize) {
        let slot = &mut self.slots[index];
        slot.generation = slot.generation.wrapping_add(1);
        slot.aborted = false;
        self.free.push(index);
    }

    /// Takes a task out, to be dropped; one that is polled just now goes when it comes back.
    pub(crate) fn abort(&mut self, task: TaskId) -> Option<Job> {
        let slot = self.slots.get_mut(task.index())?;
        if !task.is_of(slot.generation) {
            return None;
        }
        let job = slot.job.take();
        match job {
            Some(_) => self.remove(task.index()),
            None => slot.aborted = true,
        }
        job
    }

    /// Takes all tasks, to drop them.
    pub(crate) fn take(&mut self) -> Vec<Job> {
        self.slots.iter_mut().filter_map(|slot| slot.job.take()).collect()
    }
}
