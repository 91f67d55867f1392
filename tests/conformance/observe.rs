//! What `/proc` tells about a server: proc(5).

use std::{
    env, fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use guide::Doing;
use rustix::process::{Pid, Signal, kill_process};

use crate::client::PATIENCE;

/// A process, seen from outside.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    pub(crate) pid: Pid,
    folder: PathBuf,
}

/// A process that does nothing until this is dropped; signals and bytes wait for it.
#[derive(Debug)]
pub(crate) struct Stopped(Vec<Process>);

impl Drop for Stopped {
    fn drop(&mut self) {
        self.0.iter().for_each(|process| process.signal(Signal::CONT));
    }
}

/// What must come back to where it was when the clients have left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holdings {
    pub(crate) descriptors: usize,
    pub(crate) threads: usize,
    pub(crate) children: usize,
}

impl Process {
    pub(crate) fn new(pid: Pid) -> Self {
        Self { pid, folder: format!("/proc/{}", pid.as_raw_nonzero()).into() }
    }

    /// Resident memory, in bytes.
    pub(crate) fn memory(&self) -> usize {
        self.status("VmRSS")
    }

    /// The most resident memory that there ever was, in bytes.
    pub(crate) fn peak_memory(&self) -> usize {
        self.status("VmHWM")
    }

    pub(crate) fn holdings(&self) -> Holdings {
        let count =
            |folder| self.family().iter().map(|one| entries(&one.folder.join(folder))).sum();
        Holdings {
            descriptors: count("fd"),
            threads: count("task"),
            children: self.family().len() - 1,
        }
    }

    /// Whether a handler of its own runs at a signal: strace(1) has handlers too, before it becomes
    /// the server.
    pub(crate) fn handles(&self, signal: Signal) -> bool {
        if fs::read_link(self.folder.join("exe")).ok() != env::current_exe().ok() {
            return false;
        }
        let text = fs::read_to_string(self.folder.join("status")).unwrap_or_default();
        let caught = text.lines().find_map(|line| line.strip_prefix("SigCgt:\t"));
        let caught = caught.and_then(|mask| u64::from_str_radix(mask, 16).ok()).unwrap_or(0);
        caught & 1 << (signal.as_raw() - 1) != 0
    }

    /// The numbers of its descriptors.
    pub(crate) fn descriptors(&self) -> Vec<i32> {
        let folder = fs::read_dir(self.folder.join("fd")).expect("the server is there");
        folder.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect()
    }

    /// It, its children and theirs: what is asked of it is asked of all of them.
    pub(crate) fn family(&self) -> Vec<Self> {
        let mut family = vec![self.clone()];
        let mut next = 0;
        while let Some(process) = family.get(next) {
            let children: Vec<_> = process.own_tasks().flat_map(|task| children(&task)).collect();
            family.extend(children);
            next += 1;
        }
        family
    }

    /// How often its threads have gone to sleep so far: each is a wake-up.
    pub(crate) fn wake_ups(&self) -> usize {
        self.tasks().map(|task| field(&task.join("status"), "voluntary_ctxt_switches")).sum()
    }

    /// The processor time of all its threads so far.
    pub(crate) fn processor_time(&self) -> Duration {
        let nanoseconds = self.tasks().map(|task| first_number(&task.join("schedstat"))).sum();
        Duration::from_nanos(nanoseconds)
    }

    /// The processor time that passes while nothing is asked of it.
    pub(crate) fn busy_for(&self, duration: Duration) -> Duration {
        let before = self.processor_time();
        thread::sleep(duration);
        self.processor_time().saturating_sub(before)
    }

    /// What it holds when that does not change any more. On a busy machine a thread may not have run
    /// for long, and have what to do: one that can rest does so, and one that can't has looked at
    /// everything meanwhile.
    pub(crate) fn settled(&self, can_rest: bool) -> Holdings {
        loop {
            let (before, wake_ups) = (self.holdings(), self.wake_ups());
            let rested = self.rest();
            thread::sleep(Duration::from_millis(30));
            let has_nothing_to_do = match can_rest {
                true => rested.is_some() && rested == self.rest(),
                // From one pause to the next it tries every socket.
                false => self.wake_ups() >= wake_ups + 2,
            };
            if has_nothing_to_do && self.holdings() == before {
                return before;
            }
        }
    }

    /// How often its threads have gone to sleep so far, if all of them are asleep. If that is the same
    /// later, none has run meanwhile.
    fn rest(&self) -> Option<usize> {
        self.tasks().all(|task| is_asleep(&task)).then(|| self.wake_ups())
    }

    /// Stops it where it is (SIGSTOP), until what is returned is dropped.
    pub(crate) fn stopped(&self) -> Stopped {
        let family = self.family();
        eventually("it stops", PATIENCE, || {
            // A SIGCONT takes back a stop that has not begun (signal(7)), so it is said again.
            family.iter().for_each(|process| process.signal(Signal::STOP));
            family.iter().flat_map(Self::own_tasks).all(|task| is_stopped(&task))
        });
        Stopped(family)
    }

    fn signal(&self, signal: Signal) {
        // It fails only if the process has ended.
        _ = kill_process(self.pid, signal);
    }

    fn status(&self, name: &str) -> usize {
        self.family().iter().map(|one| field(&one.folder.join("status"), name) << 10).sum()
    }

    fn tasks(&self) -> impl Iterator<Item = PathBuf> {
        self.family().into_iter().flat_map(|process| process.own_tasks())
    }

    /// A child may have ended by now; then there are none.
    fn own_tasks(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let folder = fs::read_dir(self.folder.join("task"));
        folder.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
    }
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).map(Iterator::count).unwrap_or(0)
}

fn children(task: &Path) -> Vec<Process> {
    let text = fs::read_to_string(task.join("children")).unwrap_or_default();
    let numbers = text.split_whitespace().filter_map(|number| number.parse().ok());
    numbers.filter_map(Pid::from_raw).map(Process::new).collect()
}

/// The number of a line `name: number`, or 0 if the thread has just gone.
fn field(file: &Path, name: &str) -> usize {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn first_number(file: &Path) -> u64 {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn is_stopped(task: &Path) -> bool {
    // What has ended meanwhile does nothing either.
    !matches!(state(task), Some('R' | 'S' | 'D'))
}

fn is_asleep(task: &Path) -> bool {
    Doing::now(task) == Doing::Sleeps
}

/// The letter for what a thread does, as proc(5) has it.
fn state(task: &Path) -> Option<char> {
    let text = fs::read_to_string(task.join("status")).ok()?;
    text.lines().find_map(|line| line.strip_prefix("State:\t")?.chars().next())
}

/// Looks again and again until it is so; that it becomes so in time is what is tested.
#[track_caller]
pub(crate) fn eventually(what: &str, within: Duration, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + within;
    while !is_so() {
        assert!(Instant::now() < deadline, "not within {within:?}: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// The same of what it holds, which it tells if it does not come back.
#[track_caller]
pub(crate) fn comes_back(process: &Process, before: Holdings) {
    let deadline = Instant::now() + PATIENCE;
    while process.holdings() != before {
        let now = process.holdings();
        assert!(
            Instant::now() < deadline,
            "not within {PATIENCE:?}: {before:?} again, but {now:?}"
        );
        thread::sleep(Duration::from_millis(5));
    }
}
