//! The clients that may still have something: a signal comes once, and what it told of may take many turns.

use std::collections::{BTreeSet, VecDeque};

/// Each is in it once, in the order of arrival.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    order: VecDeque<T>,
    members: BTreeSet<T>,
}

impl<T: Copy + Ord> Queue<T> {
    pub(crate) const fn new() -> Self {
        Self { order: VecDeque::new(), members: BTreeSet::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Puts it at the end, unless it is there already.
    pub(crate) fn push(&mut self, who: T) {
        if self.members.insert(who) {
            self.order.push_back(who);
        }
    }

    pub(crate) fn pop(&mut self) -> Option<T> {
        let who = self.order.pop_front()?;
        self.members.remove(&who);
        Some(who)
    }
}
