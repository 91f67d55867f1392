//! What /proc tells: of a task whether it is asleep in a call, of a process what it has open and
//! which signals it handles.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    path::Path,
    time::Duration,
};

use rustix::process::Pid;

/// Whether a task is on the processor, and whether it is inside a call.
///
/// Both files stay open: with many threads, these looks are most of the tracer's work.
#[derive(Debug, Default)]
pub(crate) struct Status {
    stat: Option<File>,
    syscall: Option<File>,
}

impl Status {
    /// Opens the files; of a task that is gone already, nothing will be told.
    pub(crate) fn of(process: Pid, task: Pid) -> Self {
        let folder = format!("/proc/{}/task/{}", process.as_raw_nonzero(), task.as_raw_nonzero());
        Self::at(Path::new(&folder))
    }

    /// Opens the files in the folder of a task.
    pub(crate) fn at(task: &Path) -> Self {
        let open = |name| File::open(task.join(name)).ok();
        Self { stat: open("stat"), syscall: open("syscall") }
    }

    /// The letter of proc_pid_stat(5): `R` for running, `S` for asleep until something happens.
    pub(crate) fn scheduler_state(&self) -> Option<u8> {
        let mut line = [0; 64];
        let length = self.stat.as_ref()?.read_at(&mut line, 0).ok()?;
        // The name before it may itself contain a bracket.
        let bracket = line[..length].iter().rposition(|byte| *byte == b')')?;
        line.get(bracket + 2).copied()
    }

    /// Whether proc_pid_syscall(5) names a call, not `running` or the -1 of a task outside one.
    pub(crate) fn is_in_call(&self) -> bool {
        self.syscall().is_some_and(|first| first.is_ascii_digit())
    }

    /// Whether to proc_pid_syscall(5) it is `running`.
    pub(crate) fn is_running(&self) -> bool {
        self.syscall() == Some(b'r')
    }

    /// The first byte of proc_pid_syscall(5).
    fn syscall(&self) -> Option<u8> {
        let mut first = [0];
        let read = self.syscall.as_ref()?.read_at(&mut first, 0).ok()?;
        (read == 1).then_some(first[0])
    }
}

/// How long a task has been on a processor: the first number of its `schedstat`.
pub(crate) fn processor_time(process: Pid, task: Pid) -> Option<Duration> {
    let task = format!("task/{}/schedstat", task.as_raw_nonzero());
    let text = fs::read_to_string(of(process, &task)).ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

/// What is open as this descriptor: a path, or a kind of file and its number (proc_pid_fd(5)).
pub(crate) fn open_file(process: Pid, descriptor: i32) -> Option<String> {
    let link = fs::read_link(of(process, &format!("fd/{descriptor}"))).ok()?;
    Some(link.to_string_lossy().into_owned())
}

/// All descriptors of a process.
pub(crate) fn descriptors(process: Pid) -> Vec<i32> {
    let mut numbers = numbers(&of(process, "fd"));
    numbers.sort_unstable();
    numbers
}

/// All threads of a process, the first one first.
pub(crate) fn threads(process: Pid) -> Vec<Pid> {
    let mut numbers = numbers(&of(process, "task"));
    numbers.sort_unstable_by_key(|number| (*number != process.as_raw_nonzero().get(), *number));
    numbers.into_iter().filter_map(Pid::from_raw).collect()
}

/// The processes that a process has made and that are still there.
pub(crate) fn children(process: Pid) -> Vec<Pid> {
    let lists = threads(process).into_iter().filter_map(|thread| {
        let file = format!("task/{}/children", thread.as_raw_nonzero());
        fs::read_to_string(of(process, &file)).ok()
    });
    let numbers = lists.collect::<Vec<_>>().join(" ");
    numbers.split_whitespace().filter_map(|word| Pid::from_raw(word.parse().ok()?)).collect()
}

fn numbers(folder: &str) -> Vec<i32> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// What a task is called: its program's name, unless that has given it another (prctl(2)).
pub(crate) fn name(process: Pid, task: Pid) -> Option<String> {
    let file = format!("task/{}/comm", task.as_raw_nonzero());
    Some(fs::read_to_string(of(process, &file)).ok()?.trim_end().to_owned())
}

/// What a program has written over its arguments, for ps(1), after its own name: "nginx: worker process",
/// as setproctitle(3) does. Of its words those that make a name no longer than a thread's may be, and
/// none from the first one with a digit on, for that is about this run: an address, a port.
pub(crate) fn title(process: Pid) -> Option<String> {
    let line = fs::read(of(process, "cmdline")).ok()?;
    let text = String::from_utf8_lossy(line.split(|byte| *byte == 0).next()?).into_owned();
    let (program, title) = text.split_once(": ")?;
    let is_its = program.starts_with(&name(process, process)?);
    let mut words = title.split_whitespace().take_while(|word| !word.contains(is_digit));
    let first = words.next().filter(|_| is_its)?.chars().take(NAME).collect();
    Some(words.fold((first, true), with).0)
}

/// A name, and one word more if there is room for it, and was for all before.
fn with((name, is_open): (String, bool), word: &str) -> (String, bool) {
    let longer = format!("{name} {word}");
    if is_open && longer.chars().count() <= NAME { (longer, true) } else { (name, false) }
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit()
}

/// How many letters a thread's name may have (prctl(2), PR_SET_NAME).
const NAME: usize = 15;

/// What an epoll(7) instance watches: each descriptor, and the token that stands for it.
pub(crate) fn watched(process: Pid, epoll: i32) -> Vec<(i32, u64)> {
    let text = fs::read_to_string(of(process, &format!("fdinfo/{epoll}"))).unwrap_or_default();
    let entry = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let after = |name| words.iter().skip_while(|word| **word != name).nth(1);
        Some((after("tfd:")?.parse().ok()?, u64::from_str_radix(after("data:")?, 16).ok()?))
    };
    text.lines().filter_map(entry).collect()
}

/// What proc_pid_status(5) says of a process under this name, a number first.
pub(crate) fn status(process: Pid, name: &str) -> Option<String> {
    field(&of(process, "status"), name)
}

/// The flags with which it is open, and those that fcntl(2) has set.
pub(crate) fn flags(process: Pid, descriptor: i32) -> i32 {
    let flags = field(&of(process, &format!("fdinfo/{descriptor}")), "flags:");
    flags.and_then(|flags| i32::from_str_radix(&flags, 8).ok()).unwrap_or(0)
}

/// The process behind a pidfd; none once it has been reaped.
pub(crate) fn process_of(process: Pid, pidfd: i32) -> Option<Pid> {
    let number: i32 = field(&of(process, &format!("fdinfo/{pidfd}")), "Pid:")?.parse().ok()?;
    // It is -1 for a process that has been reaped.
    Pid::from_raw(number.max(0))
}

/// The clock that a timer goes by (timerfd_create(2)).
pub(crate) fn clock_of_timer(process: Pid, descriptor: i32) -> Option<i32> {
    field(&of(process, &format!("fdinfo/{descriptor}")), "clockid:")?.parse().ok()
}

/// Whether the timer of this number (timer_create(2)) tells its whole process, and not one thread
/// (proc_pid_timers(5)).
pub(crate) fn timer_tells_process(process: Pid, timer: i32) -> bool {
    let text = fs::read_to_string(of(process, "timers")).unwrap_or_default();
    tells_process(&text, timer)
}

fn tells_process(text: &str, timer: i32) -> bool {
    let begins = format!("ID: {timer}");
    let mut rest = text.lines().skip_while(|line| *line != begins);
    let notified = rest.find_map(|line| line.strip_prefix("notify: "));
    notified.is_some_and(|way| way.starts_with("signal/pid."))
}

/// Whether the process has a handler for this signal.
pub(crate) fn handles(process: Pid, signal: i32) -> bool {
    is_in_mask(process, "SigCgt:", signal)
}

/// Whether the first thread of the process blocks this signal.
pub(crate) fn blocks(process: Pid, signal: i32) -> bool {
    is_in_mask(process, "SigBlk:", signal)
}

fn is_in_mask(process: Pid, name: &str, signal: i32) -> bool {
    let mask = status(process, name);
    let mask = mask.and_then(|mask| u64::from_str_radix(&mask, 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}

fn of(process: Pid, file: &str) -> String {
    format!("/proc/{}/{file}", process.as_raw_nonzero())
}

/// The value after a name, in a file with one on each line.
fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::tells_process;

    #[test]
    fn a_timer_tells_its_process_or_a_thread() {
        let text = "ID: 0\nsignal: 14/0000000000000000\nnotify: signal/tid.81\nClockID: 1\n\
                    ID: 1\nsignal: 10/0000000000000000\nnotify: signal/pid.80\nClockID: 0\n";
        assert!(!tells_process(text, 0));
        assert!(tells_process(text, 1));
        assert!(!tells_process(text, 2));
    }
}
