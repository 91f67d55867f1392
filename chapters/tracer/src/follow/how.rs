//! What the tracepoints say, in the words of a recording: of tasks and clients, not of numbers.

use recording::{Arrival, Context, Moment, Operation};
use rustix::process::Pid;

use crate::{
    Tracer,
    follow::sight::Sight,
    tracefs::{Seen, Unavailable, What},
};

/// A send of this many bytes or more may go in parts: how many went at once is the clock's.
const LONG: i32 = 4096;

impl Tracer {
    /// Completes the kernel's rows by what its tracepoints have seen, if they were listened to; says
    /// what the two do not agree about.
    pub(crate) fn complete(&mut self) -> Option<Result<Vec<String>, Unavailable>> {
        let kernel = match self.unavailable.take() {
            Some(why) => return Some(Err(why)),
            None => self.log.take_kernel()?,
        };
        let tasks: Vec<Pid> = self.tasks.iter().map(|task| task.task).collect();
        Some(kernel.finish(&tasks).map(|seen| {
            let sights: Vec<Sight> = seen.into_iter().filter_map(|seen| self.sight(seen)).collect();
            self.log.join(&sights)
        }))
    }

    /// Completes so many of the events that have not been taken yet, of a server that serves for real.
    pub(crate) fn complete_news(&mut self, count: usize) {
        let tasks = || self.tasks.iter().map(|task| task.task).collect();
        let Some(seen) = self.log.seen(tasks) else { return };
        let sights: Vec<Sight> = seen.into_iter().filter_map(|seen| self.sight(seen)).collect();
        self.log.join_news(sights, count);
    }

    fn sight(&self, seen: Seen) -> Option<Sight> {
        let Seen { place, task, what } = seen;
        let moment = match what {
            What::Wakes { task, how } => Moment::Wakes { task: self.index(task)?, how },
            What::Arrives { port, bytes } => {
                Moment::Arrives { who: self.names.client(port)?, what: Arrival::Bytes(bytes) }
            }
            What::Copies { port, bytes } => {
                let context = Some(self.index(task).map_or(Context::Worker, Context::Task));
                Moment::Copies { who: self.names.client(port)?, bytes, of: None, context }
            }
            What::Queues { task, signal } => Moment::Queues { task: self.index(task)?, signal },
            What::Arms { number } => {
                let asks = self.log.request(number, place)?;
                Moment::Arms { operation: asks.operation, who: asks.subject }
            }
            What::HasWork { number } => {
                let asks = self.log.request(number, place)?;
                Moment::HasWork { operation: asks.operation, who: asks.subject }
            }
            What::Completes { number, result } => {
                let asks = self.log.request(number, place)?;
                let (operation, who) = (asks.operation, asks.subject);
                let result = is_the_same_always(operation, result).then_some(result);
                Moment::Completes { operation, who, result }
            }
        };
        Some(Sight { place, moment })
    }
}

/// The kernel has no error with a greater number (`include/linux/err.h`).
const MAX_ERRNO: i32 = 4095;

/// Whether a result is an errno, or a count that is not the clock's; no descriptor, and no flag.
fn is_the_same_always(operation: Operation, result: i32) -> bool {
    (-MAX_ERRNO..0).contains(&result) || (operation.moves_bytes() && (0..LONG).contains(&result))
}
