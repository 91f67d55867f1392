//! What the code of exercise 2 must do.

use std::collections::VecDeque;

use guide::Flaw;

/// The tasks of one thread, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tasks {
    /// Those that can be polled, in the order in which they were woken.
    pub ready: VecDeque<u32>,
    /// Those that nobody has woken yet.
    pub waiting: Vec<u32>,
}

/// Somebody's function: of all threads' tasks, the one that this thread polls next, taken out.
pub type Next = fn(&mut [Tasks], usize) -> Option<u32>;

/// The thread that asks is the second of three.
const THREAD: usize = 1;

/// It takes the right task, and leaves all others where they are.
pub fn steals(next: Next) -> Result<(), Flaw> {
    let is = |ready: [&[u32]; 3], waiting: [&[u32]; 3], wanted, what, hint| {
        let threads = [0, 1, 2].map(|thread| Tasks {
            ready: ready[thread].iter().copied().collect(),
            waiting: waiting[thread].to_vec(),
        });
        takes(next, threads, wanted, what, hint)
    };
    let none: [&[u32]; 3] = [&[]; 3];
    is([&[1], &[], &[]], none, Some(1), "only another thread has a task that is ready", OTHERS)?;
    is([&[1, 2], &[], &[]], none, Some(1), "another thread has 1 and then 2 ready", OLDEST)?;
    is([&[1, 2], &[3], &[]], none, Some(3), "it has 3 ready, and another has more", OWN)?;
    is([&[1], &[], &[2, 3]], none, Some(2), "one has 1 ready, and another has 2 and 3", FULLEST)?;
    is([&[1, 2], &[], &[3]], none, Some(1), "one has 1 and 2 ready, and another has 3", FULLEST)?;
    is(none, [&[1, 2], &[3], &[]], None, "all tasks wait", WAITS)?;
    let asleep: [&[u32]; 3] = [&[1, 2, 3], &[], &[]];
    is([&[], &[], &[4]], asleep, Some(4), "one has three that wait, another has 4 ready", WAITS)
}

const OTHERS: &str = "Its own queue is empty: look at the other threads' queues.";
const OLDEST: &str = "Take the one that has been ready longest. It is in front.";
const OWN: &str = "A thread polls its own tasks first: their data is in its cache.";
const FULLEST: &str = "Take from the queue that has most tasks: its thread has most to do.";
const WAITS: &str =
    "A task that waits is not ready for any thread, however many there are of them.";
const REST: &str = "Take the task out of its queue, or it is polled twice; and move no other one.";

fn takes(
    next: Next,
    mut threads: [Tasks; 3],
    wanted: Option<u32>,
    what: &str,
    hint: &str,
) -> Result<(), Flaw> {
    let mut left = threads.clone();
    for tasks in &mut left {
        tasks.ready.retain(|task| Some(*task) != wanted);
    }
    let found = next(&mut threads, THREAD);
    if found != wanted {
        let what = format!("Where {what}, it says {found:?}, not {wanted:?}.");
        return Err(Flaw::new(what, hint.to_owned()));
    }
    if threads != left {
        let what = format!("Where {what}, the queues are not right afterwards.");
        return Err(Flaw::new(what, REST.to_owned()));
    }
    Ok(())
}
