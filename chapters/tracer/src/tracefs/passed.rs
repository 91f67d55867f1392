//! A tracepoint that was passed, and when.

use crate::tracefs::line::Line;

/// A tracepoint that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// In nanoseconds, from when does not matter.
    pub at: u64,
    /// In which task's context.
    pub task: i32,
    /// Which.
    pub point: Point,
}

/// Which tracepoint, and what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Whoever measures says that a request begins.
    Lap,
    /// Bytes for the server have arrived.
    Arrives,
    /// A task is woken: by the network, or by a timer or another task.
    Wakes {
        /// Who is woken.
        task: i32,
        /// Whether that is the network's doing.
        by_network: bool,
    },
    /// A processor goes from one task to another.
    Switches {
        /// Who has run.
        from: i32,
        /// Who runs.
        to: i32,
    },
    /// A piece begins to be copied.
    Copies,
    /// It has been copied.
    HasCopied,
    /// A task enters the kernel by a system call.
    Enters,
    /// It returns from that.
    Exits,
}

/// What the file `trace` says, with the time of each of its lines; none, if these are not as many.
#[must_use]
pub fn passed(text: &str, times: &[u64]) -> Option<Vec<Passed>> {
    let lines: Vec<Line> = Line::each(text).collect();
    let passed = lines.iter().zip(times).filter_map(|(line, at)| {
        Some(Passed { at: *at, task: line.task, point: Point::of(line)? })
    });
    (lines.len() == times.len()).then(|| passed.collect())
}

impl Point {
    fn of(line: &Line) -> Option<Self> {
        Some(match line.name.as_str() {
            "tracing_mark_write" => Self::Lap,
            "tcp_probe" => Self::Arrives,
            "sched_waking" => {
                Self::Wakes { task: line.number("pid=")?, by_network: line.is_softirq }
            }
            "sched_switch" => {
                Self::Switches { from: line.number("prev_pid=")?, to: line.number("next_pid=")? }
            }
            "skb_copy_datagram_iovec" => Self::Copies,
            "tcp_rcv_space_adjust" => Self::HasCopied,
            "sys_enter" => Self::Enters,
            "sys_exit" => Self::Exits,
            _ => return None,
        })
    }
}
