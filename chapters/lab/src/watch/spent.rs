//! What a server has spent: the processor time and the switches of all its tasks and children.

use std::{collections::HashMap, fs, time::Duration};

use anyhow::Result;

use super::tree::{field, processes, tasks};
use crate::cpu;

/// The account of a server at one time.
#[derive(Clone, Debug)]
pub struct Account {
    /// Each task that lives: `/proc/PID/task/TID/schedstat` has nanoseconds.
    tasks: HashMap<u32, Spent>,
    /// The process with all tasks and children that have ended, in hundredths of a second.
    whole: Duration,
}

/// What was spent in the meantime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Processor time.
    pub time: Duration,
    /// How often a task gave up its core or lost it; not known if tasks have ended.
    pub switches: Option<u64>,
}

impl Account {
    /// Asks the kernel.
    ///
    /// # Errors
    /// The process has ended.
    pub fn of(process: u32) -> Result<Self> {
        let mut all = HashMap::new();
        for process in processes(process) {
            for task in tasks(process) {
                // One that has ended in this moment is not in the account.
                if let Ok(spent) = spent(process, task) {
                    all.insert(task, spent);
                }
            }
        }
        Ok(Self { tasks: all, whole: cpu::time(process)? })
    }

    /// What was spent from then to now by all tasks and children, also by those that have come and
    /// gone in the meantime: to some hundredths of a second.
    #[must_use]
    pub fn about(&self, before: &Self) -> Spent {
        Spent { time: self.whole.saturating_sub(before.whole), switches: None }
    }

    /// What was spent from then to now: exactly, if none has come and gone in the meantime.
    #[must_use]
    pub fn since(&self, before: &Self) -> Spent {
        if before.tasks.keys().any(|task| !self.tasks.contains_key(task)) || self.tasks.is_empty() {
            return self.about(before);
        }
        let none = Spent { time: Duration::ZERO, switches: Some(0) };
        let differences = self.tasks.iter().map(|(task, now)| {
            let then = before.tasks.get(task).unwrap_or(&none);
            let switches = now.switches.zip(then.switches).map(|(now, then)| now - then);
            Spent { time: now.time.saturating_sub(then.time), switches }
        });
        differences.fold(none, |sum, more| Spent {
            time: sum.time + more.time,
            switches: sum.switches.zip(more.switches).map(|(sum, more)| sum + more),
        })
    }
}

fn spent(process: u32, task: u32) -> Result<Spent> {
    let folder = format!("/proc/{process}/task/{task}");
    let schedule = fs::read_to_string(format!("{folder}/schedstat"))?;
    let nanoseconds = schedule.split_whitespace().next().unwrap_or("0").parse()?;
    let status = fs::read_to_string(format!("{folder}/status"))?;
    let given_up = field(&status, "voluntary_ctxt_switches")?;
    let lost = field(&status, "nonvoluntary_ctxt_switches")?;
    Ok(Spent { time: Duration::from_nanos(nanoseconds), switches: Some(given_up + lost) })
}
