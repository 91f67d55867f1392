//! Whether a program is at rest, as proc(5) tells.

use std::{fs, path::Path};

use tracer::Doing;

/// Whether all threads of a process, and all its children, are asleep at one moment.
///
/// They are looked at one after the other, and one may wake another meanwhile. So they are looked at
/// twice: a thread that was asleep both times, and has not slept again, was asleep between the two.
pub(super) fn is_asleep(process: u32) -> bool {
    let mut looks = [Vec::new(), Vec::new()];
    looks.iter_mut().all(|look| all_sleep(process, look)) && looks[0] == looks[1]
}

/// Whether each was asleep when it was looked at; `look` gets how often each has slept.
fn all_sleep(process: u32, look: &mut Vec<String>) -> bool {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return true };
    threads.flatten().all(|thread| {
        let thread = thread.path();
        let children = file(&thread, "children");
        let mut children = children.split_whitespace().filter_map(|child| child.parse().ok());
        sleeps(&thread, look) && children.all(|child| all_sleep(child, look))
    })
}

fn sleeps(thread: &Path, look: &mut Vec<String>) -> bool {
    let status = file(thread, "status");
    let slept = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches:"));
    look.push(format!("{}: {slept:?}", thread.display()));
    Doing::now(thread) != Doing::Works
}

fn file(thread: &Path, name: &str) -> String {
    fs::read_to_string(thread.join(name)).unwrap_or_default()
}
