//! What the lines mean: which of them are about this server and its clients, and what they say.
//!
//! | who woke | in | is it the network? |
//! |---|---|---|
//! | a client's call, or anybody else | a softirq | yes, but for a timer's |
//! | anybody | a hard interrupt | no: a timer |
//! | the tracer | its call of ptrace(2) | no |
//! | another task of the server | its own call | no: a futex, a pipe |

use std::collections::HashSet;

use recording::{How, Signal};
use rustix::process::Pid;

use crate::tracefs::{line::Line, stack};

/// The result that says that a signal will be delivered.
const QUEUED: i32 = 0;

/// Something that the kernel did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// How many events were in the recording when it happened.
    pub place: usize,
    /// In whose context; it may be none of the server's.
    pub task: Pid,
    /// What it was.
    pub what: What,
}

/// What the kernel did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The network woke this task.
    Wakes {
        /// Who was woken.
        task: Pid,
        /// How, if the stack tells it.
        how: Option<How>,
    },
    /// Bytes from the client of this port have come to the server's socket.
    Arrives {
        /// The client's.
        port: u16,
        /// How many.
        bytes: usize,
    },
    /// Bytes from the client of this port were copied to the server.
    Copies {
        /// The client's.
        port: u16,
        /// How many.
        bytes: usize,
    },
    /// A signal that tells of a descriptor was queued for this task.
    Queues {
        /// For whom.
        task: Pid,
        /// Which.
        signal: Signal,
    },
    /// A ring will be told when there is something for the request of this number.
    Arms {
        /// The request's `user_data`.
        number: u64,
    },
    /// There is something for it: its task has work to do.
    HasWork {
        /// The request's `user_data`.
        number: u64,
    },
    /// It is done, with this result.
    Completes {
        /// The request's `user_data`.
        number: u64,
        /// What io_uring(7) says of it: how many bytes, or a negative errno.
        result: i32,
    },
}

/// What has to be known of other lines to understand one.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    tasks: HashSet<i32>,
    rings: HashSet<String>,
    /// The pieces that each task has copied since its last call for bytes was over.
    copied: Vec<(i32, usize)>,
}

impl Reader {
    /// All that these lines tell of these tasks, in order.
    pub(crate) fn understand(&mut self, lines: &[Line], tasks: &[Pid]) -> Vec<Seen> {
        self.tasks = tasks.iter().map(|task| task.as_raw_nonzero().get()).collect();
        let is_own = |line: &&Line| self.tasks.contains(&line.task);
        // A softirq may complete what others wait for; ours are the rings that our tasks have used.
        let own = lines.iter().filter(is_own).filter(|line| !line.is_softirq);
        self.rings.extend(own.filter_map(|line| line.word("ring ")).map(str::to_owned));
        lines.iter().filter_map(|line| self.read(line)).collect()
    }

    fn read(&mut self, line: &Line) -> Option<Seen> {
        let what = match line.name.as_str() {
            "sched_waking" => self.wakes(line),
            "tcp_probe" => arrives(line),
            "skb_copy_datagram_iovec" => self.copies(line),
            "tcp_rcv_space_adjust" => self.has_copied(line),
            "signal_generate" => self.queues(line),
            name => self.of_ring(name, line),
        }?;
        Some(Seen { place: line.place, task: Pid::from_raw(line.task)?, what })
    }

    fn wakes(&self, line: &Line) -> Option<What> {
        let task = self.own("pid=", line)?;
        let is_network = line.is_softirq && stack::is_by_network(&line.stack);
        is_network.then(|| What::Wakes { task, how: stack::how(&line.stack) })
    }

    fn own(&self, field: &str, line: &Line) -> Option<Pid> {
        let task = line.number(field).filter(|task| self.tasks.contains(task))?;
        Pid::from_raw(task)
    }

    /// A piece: of how long, but not of whom.
    fn copies(&mut self, line: &Line) -> Option<What> {
        self.copied.push((line.task, line.number("len=")?));
        None
    }

    /// The pieces before were of this client.
    fn has_copied(&mut self, line: &Line) -> Option<What> {
        let port = line.number("dport=")?;
        let own = self.copied.extract_if(.., |(task, _)| *task == line.task);
        let bytes = own.map(|(_, bytes)| bytes).sum();
        (bytes > 0).then_some(What::Copies { port, bytes })
    }

    fn queues(&self, line: &Line) -> Option<What> {
        let task = self.own("pid=", line)?;
        let signal = Signal(line.number("sig=")?);
        // One that is pending already is not queued again, unless it is a real-time signal.
        let is_queued = line.number("res=") == Some(QUEUED);
        (line.is_softirq && is_queued).then_some(What::Queues { task, signal })
    }

    fn of_ring(&self, name: &str, line: &Line) -> Option<What> {
        let number = line.number("user_data ")?;
        line.word("ring ").filter(|ring| self.rings.contains(*ring))?;
        match name {
            "io_uring_poll_arm" => Some(What::Arms { number }),
            "io_uring_task_add" => Some(What::HasWork { number }),
            "io_uring_complete" => {
                Some(What::Completes { number, result: line.number("result ")? })
            }
            _ => None,
        }
    }
}

/// A segment, whose other end is told as an address with a port.
fn arrives(line: &Line) -> Option<What> {
    let (_, port) = line.word("dest=")?.rsplit_once(':')?;
    Some(What::Arrives { port: port.parse().ok()?, bytes: line.number("data_len=")? })
}
