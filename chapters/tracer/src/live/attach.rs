//! How a server comes to be followed: one that was started for it, or one that runs already.

use std::{fs, io, path::PathBuf};

use nix::{errno::Errno, sys::ptrace::Options};
use recording::{Subject, Task};
use rustix::process::{Pid, Signal, getpid, kill_process};

use crate::{
    Detail, Tracer,
    decode::names::Names,
    follow::{lane::Lane, log::Log, task::Traced},
    handshake::proc_is_ours,
    live::{Live, alerts::Alerts, inventory::inventory, refused::Refused},
    stops::{
        proc::{children, status, threads},
        stop::{halt, seize},
    },
    tracefs::Kernel,
};

impl Live {
    /// Follows a child that has [asked](crate::ask_to_be_followed) for it, and lets it go on. The
    /// kernel kills it when this thread ends.
    ///
    /// # Errors
    ///
    /// The kernel does not let us.
    pub fn start(child: Pid, detail: Detail) -> Result<Self, Refused> {
        seize(child, Options::PTRACE_O_EXITKILL).map_err(|why| Refused::because(child, why))?;
        kill_process(child, Signal::CONT).map_err(io::Error::from)?;
        let tasks = vec![Traced::new(child, child, Task::Server)];
        Ok(Self::of(tasks, Names::of_strangers(), detail)?)
    }

    /// Follows the process of this number, all its threads, and the processes that it has made.
    ///
    /// What they sleep in, they begin again: so they have never slept, but for calls like
    /// epoll_wait(2), which fail with EINTR then (signal(7)).
    ///
    /// # Errors
    ///
    /// There is no such process, or the kernel does not let us: why, the error says.
    pub fn attach(process: i32, detail: Detail) -> Result<Self, Refused> {
        proc_is_ours()?;
        let process = Refused::look_at(process)?;
        let (mut tasks, mut names) = (Vec::new(), Names::of_strangers());
        take(process, Task::Server, &mut tasks, &mut names)?;
        let inventory = inventory(&tasks, &mut names);
        let mut live = Self::of(tasks, names, detail)?;
        live.has_old_ring = inventory.has_ring;
        live.earlier = inventory.connections.len();
        let lane = live.tracer.lane.iter_mut();
        lane.for_each(|lane| inventory.connections.iter().for_each(|of| lane.was_there(*of)));
        live.take_hold()?;
        Ok(live)
    }

    /// What it has open by now it has for its shutdown, apart from its standard streams and a
    /// listener.
    pub fn knows_its_shutdown(&mut self) {
        self.tracer.names.call_all(self.process(), Subject::Shutdown);
    }

    fn of(tasks: Vec<Traced>, names: Names, detail: Detail) -> io::Result<Self> {
        let numbers: Vec<Pid> = tasks.iter().map(|task| task.task).collect();
        let mut tracer = Tracer::of(tasks, names, detail);
        tracer.is_live = true;
        match detail.how.then(|| Kernel::listen_to(&numbers)).transpose() {
            Ok(kernel) => tracer.log = Log::beside(kernel),
            Err(why) => tracer.unavailable = Some(why),
        }
        let is_in_our_network = network(tracer.server()) == network(getpid());
        tracer.lane = detail.kernel.then(Lane::of_strangers);
        Ok(Self {
            tracer,
            alerts: Alerts::take()?,
            chains: Vec::new(),
            earlier: 0,
            has_old_ring: false,
            is_program: false,
            quiet: None,
            held: None,
            is_in_our_network,
        })
    }
}

/// Takes a process and those that it has made.
fn take(
    process: Pid,
    kind: Task,
    tasks: &mut Vec<Traced>,
    names: &mut Names,
) -> Result<(), Refused> {
    let first = tasks.len();
    while take_threads(process, kind, first, tasks)? {}
    if first == tasks.len() {
        return Err(Refused::Absent(process.as_raw_nonzero().get()));
    }
    for child in children(process) {
        // Of what it is not allowed to see, or what has ended meanwhile, nothing is told.
        if take(child, Task::Child, tasks, names).is_ok() {
            names.bear(child);
        }
    }
    Ok(())
}

/// Takes the threads that are not taken yet; whether there were any. A thread that is taken already
/// brings those that it makes.
fn take_threads(
    process: Pid,
    kind: Task,
    first: usize,
    tasks: &mut Vec<Traced>,
) -> Result<bool, Refused> {
    let mut any = false;
    for thread in threads(process) {
        if is_followed_by_us(thread) {
            continue;
        }
        match seize(thread, Options::empty()) {
            Ok(()) => {}
            Err(Errno::ESRCH) => continue,
            Err(why) => return Err(Refused::because(process, why)),
        }
        let kind = if thread == process { kind } else { Task::Thread { of: first } };
        tasks.push(Traced::elder(thread, process, kind));
        halt(thread)?;
        any = true;
    }
    Ok(any)
}

/// The network that a process lives in (network_namespaces(7)).
fn network(process: Pid) -> Option<PathBuf> {
    fs::read_link(format!("/proc/{}/ns/net", process.as_raw_nonzero())).ok()
}

fn is_followed_by_us(thread: Pid) -> bool {
    let tracer = status(thread, "TracerPid:").and_then(|number| number.parse().ok());
    tracer == Some(getpid().as_raw_nonzero().get())
}
