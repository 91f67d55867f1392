//! A server, and clients that ask it for a value: the processor time of all its threads, and how
//! often they sleep.

use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr},
    num::NonZero,
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::Result;
use io_models::{
    Server,
    shutdown::{self, Trigger},
};
use lab::traffic::{Clients, Request};
use rustix::{
    net::getsockname,
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
    time::{ClockId, clock_gettime},
};
use socket_core::net;

/// Enough for two threads to have some each.
const CLIENTS: usize = 8;
/// Bytes of the value.
const SIZE: usize = 64;
/// No turn takes longer.
const LONGEST: Duration = Duration::from_secs(10);

/// Who serves, and what is asked.
#[derive(Clone, Copy)]
pub(crate) struct Served {
    serve: fn(Server) -> io::Result<()>,
    /// Servers that share the clients, and nothing else.
    servers: usize,
    /// Threads of each of them.
    threads: usize,
    /// Requests that a client sends in one piece.
    at_once: u32,
    /// All of their threads share one core, and the clients have another.
    one_core: bool,
}

impl Served {
    /// One server with one thread, asked for one value after the other.
    pub(crate) fn by(serve: fn(Server) -> io::Result<()>) -> Self {
        Self { serve, servers: 1, threads: 1, at_once: 1, one_core: false }
    }

    pub(crate) fn servers(self, servers: usize) -> Self {
        Self { servers, ..self }
    }

    pub(crate) fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    pub(crate) fn pipelined(self) -> Self {
        Self { at_once: 64, ..self }
    }

    pub(crate) fn on_one_core(self) -> Self {
        Self { one_core: true, ..self }
    }

    /// Of a request: processor time in nanoseconds, and how often a thread slept.
    pub(crate) fn cost(self, requests: u64) -> Result<(f64, f64)> {
        let cores = sched_getaffinity(None)?;
        let started = self.start(&cores);
        let cost = started.and_then(|started| self.ask(started, requests));
        sched_setaffinity(None, &cores)?;
        cost
    }

    /// Threads inherit the cores of the one that starts them.
    fn start(self, cores: &CpuSet) -> Result<Vec<Started>> {
        let own = numbers(cores);
        if self.one_core {
            hold(own.last())?;
        }
        let started = (0..self.servers).map(|_| self.start_one()).collect();
        if self.one_core {
            hold(own.first())?;
        }
        started
    }

    fn start_one(self) -> Result<Started> {
        let listener = net::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = SocketAddr::try_from(getsockname(&listener)?)?;
        let (stop, stopped) = shutdown::pair()?;
        let mut server = Server::new(listener, stopped);
        server.limits.workers = NonZero::new(self.threads);
        let serving = thread::spawn(move || (self.serve)(server));
        Ok(Started { address, stop, serving })
    }

    fn ask(self, started: Vec<Started>, requests: u64) -> Result<(f64, f64)> {
        let get = Request::get(SIZE).pipelined(self.at_once);
        let mut clients = Clients::connect(started[0].address, 0)?;
        for server in &started {
            clients.more(server.address, CLIENTS / started.len())?;
        }
        clients.ask_once(&Request::set(SIZE))?;
        clients.ask_again(&get, LONGEST, requests / 8)?;
        let before = (of_others(), slept()?);
        let heard = clients.ask_again(&get, LONGEST, requests)?;
        let (spent, slept) = (of_others() - before.0, slept()? - before.1);
        drop(clients);
        started.into_iter().try_for_each(Started::end)?;
        let each = heard.requests as f64;
        Ok((spent.as_nanos() as f64 / each, slept as f64 / each))
    }
}

/// A server in a thread of its own.
struct Started {
    address: SocketAddr,
    stop: Trigger,
    serving: JoinHandle<io::Result<()>>,
}

impl Started {
    fn end(self) -> Result<()> {
        drop(self.stop);
        Ok(self.serving.join().expect("a model does not panic")?)
    }
}

fn numbers(cores: &CpuSet) -> Vec<usize> {
    (0..CpuSet::MAX_CPU).filter(|core| cores.is_set(*core)).collect()
}

/// Keeps this thread on that core.
fn hold(core: Option<&usize>) -> io::Result<()> {
    let mut one = CpuSet::new();
    core.into_iter().for_each(|core| one.set(*core));
    Ok(sched_setaffinity(None, &one)?)
}

/// How often threads of this process have gone to sleep. (The one that is all clients never does.)
fn slept() -> io::Result<u64> {
    let mut slept = 0;
    for task in fs::read_dir("/proc/self/task")? {
        let status = fs::read_to_string(task?.path().join("status"))?;
        let number = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        slept += number.and_then(|number| number.trim().parse().ok()).unwrap_or(0);
    }
    Ok(slept)
}

/// The processor time of this process but for this thread, which is all clients.
fn of_others() -> Duration {
    cpu(ClockId::ProcessCPUTime) - cpu(ClockId::ThreadCPUTime)
}

/// A clock's time; they all begin at nothing.
pub(crate) fn cpu(clock: ClockId) -> Duration {
    Duration::try_from(clock_gettime(clock)).unwrap_or_default()
}
