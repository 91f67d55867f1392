//! A busy loop's rounds: when do its calls only repeat themselves?
//!
//! A loop over non-blocking sockets never sleeps, so it is never at rest, and neither is a loop that
//! is told again and again of what it does nothing about. It has nothing left to say, though, once
//! two rounds were the same and none of their calls bore fruit: there the tracer parks it, and what
//! repeats after that is left out until something is different.
//!
//! ```text
//!  0  accept4(listener) = EAGAIN   ┐ the first round: its first call is the head
//!  1  recvfrom(alice) = EAGAIN     │
//!  2  recvfrom(bob) = EAGAIN       ┘
//!  3  accept4(listener) = EAGAIN   ┐ the same again, in vain again
//!  4  recvfrom(alice) = EAGAIN     │
//!  5  recvfrom(bob) = EAGAIN       ┘
//!     accept4(listener)              about to begin a third one: the period is 3, so it is parked.
//!                                    `Park { repeats: [3, 4, 5], calls: 3 }`: 3 to 5 are taken out
//!     (a client acts; the task is released)
//!     accept4(listener) = EAGAIN     as in the pattern: not told
//!     recvfrom(alice) = 6            not as in the pattern: told, with 1 call skipped before it
//! ```

use std::mem;

use recording::{Call, Outcome};

/// The calls of one task since it last made progress.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    /// The call with which a round begins, once we have seen one.
    head: Option<Call>,
    /// Calls without fruit, each with the place of its event.
    seen: Vec<(Done, usize)>,
    /// The calls of a round that repeats; empty until the task has been parked.
    pattern: Vec<Done>,
    /// Which call of the pattern comes next, if it goes on repeating itself.
    next: usize,
}

/// A call as it was asked, and what came of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) call: Call,
    pub(crate) outcome: Outcome,
}

/// What to do with a task at the door of a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may go on.
    Go,
    /// Park it.
    Park {
        /// The events at these places repeat the round before, and can go.
        repeats: Vec<usize>,
        /// How many calls it has made, without these, since its first round for nothing began.
        calls: usize,
    },
    /// Park it again: its round has been told.
    ParkAgain,
}

impl Rounds {
    /// Judges a task that is about to make `call`.
    pub(crate) fn enters(&mut self, call: &Call) -> Verdict {
        if !self.pattern.is_empty() {
            let again = self.next == 0 && self.pattern[0].call == *call;
            return if again { Verdict::ParkAgain } else { Verdict::Go };
        }
        match self.period(call) {
            Some(period) => self.park(period),
            None => Verdict::Go,
        }
    }

    /// The last `period` calls become the pattern.
    fn park(&mut self, period: usize) -> Verdict {
        let repeats = self.seen.split_off(self.seen.len() - period);
        let head = &repeats[0].0.call;
        self.head = Some(head.clone());
        let rest = self.seen.drain(..).skip_while(|(done, _)| done.call != *head);
        let calls = rest.count();
        self.next = 0;
        let (pattern, repeats) = repeats.into_iter().unzip();
        self.pattern = pattern;
        Verdict::Park { repeats, calls }
    }

    /// The length of a round: the last two are the same, and `call` begins another.
    ///
    /// A round that begins with another call than the head (in the middle of the loop, it seems)
    /// must have come three times before it is believed.
    fn period(&self, call: &Call) -> Option<usize> {
        let first = self.seen.first().map(|(done, _)| &done.call);
        let head = self.head.as_ref().or(first)?;
        let times = if call == head { 2 } else { 3 };
        let begins = |period: usize| self.seen[self.seen.len() - period].0.call == *call;
        (1..=self.seen.len() / 2).find(|&period| begins(period) && self.repeats(period, times))
    }

    /// Whether the last calls are one round of this length, so many times over.
    fn repeats(&self, period: usize, times: usize) -> bool {
        let Some(start) = self.seen.len().checked_sub(period * times) else { return false };
        let calls = &self.seen[start..];
        (period..calls.len()).all(|index| calls[index].0 == calls[index - period].0)
    }

    /// Whether this call would be the next of a round that only repeats itself.
    pub(crate) fn expects(&self, call: &Call) -> bool {
        self.pattern.get(self.next).is_some_and(|done| done.call == *call)
    }

    /// Records a call that has returned, and whose event will stand at `place`. `None`: it repeats
    /// the pattern, and is not told. `Some(n)`: it differs, after n calls of this round that did.
    pub(crate) fn returns(&mut self, done: Done, fruitless: bool, place: usize) -> Option<usize> {
        if fruitless && self.pattern.get(self.next) == Some(&done) {
            self.next = (self.next + 1) % self.pattern.len();
            return None;
        }
        self.pattern.clear();
        if fruitless {
            self.seen.push((done, place));
        } else {
            self.seen.clear();
        }
        Some(mem::take(&mut self.next))
    }
}
