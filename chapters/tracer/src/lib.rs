//! Follows a server from system call to system call, and knows when it is at rest.
//!
//! ```no_run
//! use tracer::{Asked, Detail, Fault, Tracer, wait_until_it_asks};
//! # fn start() -> rustix::process::Pid { todo!() }
//!
//! # fn main() -> std::io::Result<()> {
//! let server = start(); // a child that calls `ask_to_be_traced` and then listens on port 6380
//! if wait_until_it_asks(server)? == Asked::Waits {
//!     let address = ([127, 0, 0, 1], 6380).into();
//!     let mut tracer = Tracer::new(server, address, Fault::None, Detail::default())?;
//!     tracer.run_to_rest(|| ())?; // now a client may act; and so on, in turn
//!     let traced = tracer.finish();
//!     println!("{} events", traced.events.len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The server runs in a process of its own under ptrace(2), and has no line for the tracer's sake.
//! Its clients are known by their ports ([`Tracer::meet`]); what they do, the caller tells.
//!
//! ```text
//!             stop                      release
//!  Running ─────────▶ Held ───────────────────────────▶ Running
//!     │                 │ the loop only repeats itself     ▲
//!     │ inside a call,  └──────▶ Parked ───────────────────┘
//!     ▼ off the CPU                      the next run to rest
//!  (asleep)
//! ```
//!
//! Two rules make the order of events the program's own and not the clock's. The director acts
//! only when every task is at rest: asleep inside the kernel, or parked. And of all the tasks that
//! could go on, one does at a time.

//!
//! It refuses to know what it watches: no chapter, no model, no protocol.

mod decode;
mod detail;
mod fault;
mod follow;
mod followed;
mod handshake;
mod inject;
mod lines;
mod live;
pub mod sock_diag;
mod stops;
pub mod tracefs;

pub use detail::Detail;
pub use fault::Fault;
pub use followed::Followed;
pub use handshake::{
    Asked, ask_to_be_followed, ask_to_be_traced, proc_is_ours, wait_until_it_asks,
};
pub use inject::LeftWhole;
pub use live::{Live, News, Refused};
pub use stops::doing::Doing;

use std::{io, mem::take, net::SocketAddr};

use recording::{Arrival, End, Event, Moment, Subject, Task};
use rustix::process::Pid;

use crate::{
    decode::{names::Names, rings::Rings},
    follow::{clock::Clock, handover::Handover, lane::Lane, log::Log, task::Traced, timers::Timer},
    inject::Injection,
    lines::Lines,
    stops::stop::{Stop, follow},
    tracefs::{Kernel, Unavailable},
};

/// A server, followed. When it is dropped, every process of the server is killed.
#[derive(Debug)]
pub struct Tracer {
    /// Every task, in the order of their birth.
    tasks: Vec<Traced>,
    /// Stops that have not been looked at yet: those that nobody released wait until all are here.
    late: Vec<(Pid, Stop)>,
    /// The task that was let go on, until all are at rest again.
    released: Option<Pid>,
    /// Tasks whose first stop came before their parent told of them.
    early: Vec<Pid>,
    /// What has happened.
    log: Log,
    /// The task that was released last.
    last: usize,
    rings: Rings,
    /// What time it is to the server.
    clock: Clock,
    /// What it has set to go off, while its clock is held.
    timers: Vec<Timer>,
    names: Names,
    handover: Handover,
    injection: Injection,
    /// The lines of code that make the calls, if they are to be told.
    lines: Option<Lines>,
    /// What the kernel does between the clients and the server, if that is to be told.
    lane: Option<Lane>,
    /// Whether it serves for real: no task is held back, and none is killed in the end.
    is_live: bool,
    /// Why its tracepoints can't be listened to, though that was wanted.
    unavailable: Option<Unavailable>,
}

impl Tracer {
    /// Follows `server`, a child of this thread that [waits](Asked::Waits) for its tracer, and
    /// listens, or will, at `address`. The kernel does `fault` to it, and `detail` says what is
    /// recorded beside its calls.
    ///
    /// Whatever it has open by then, apart from its standard streams and a listener, it has for its
    /// shutdown.
    ///
    /// # Errors
    ///
    /// It is not traced (ptrace(2)), or its limits can't be set (prlimit(2)).
    pub fn new(server: Pid, address: SocketAddr, fault: Fault, detail: Detail) -> io::Result<Self> {
        let injection = Injection::new(fault);
        injection.prepare(server)?;
        follow(server)?;
        let mut names = Names::new(address.port());
        names.call_all(server, Subject::Shutdown);
        let kernel = detail.how.then(|| Kernel::listen(server, address.port())).transpose();
        let (kernel, unavailable) = kernel.map_or_else(|why| (None, Some(why)), |k| (k, None));
        let first = Traced::new(server, server, Task::Server).stopped();
        let mut tracer = Self::of(vec![first], names, detail);
        tracer.log = Log::beside(kernel);
        tracer.injection = injection;
        tracer.holds_time();
        tracer.lane = detail.kernel.then(|| Lane::new(address));
        tracer.unavailable = unavailable;
        Ok(tracer)
    }

    /// Follows these tasks.
    fn of(tasks: Vec<Traced>, names: Names, detail: Detail) -> Self {
        Self {
            tasks,
            late: Vec::new(),
            released: None,
            early: Vec::new(),
            log: Log::default(),
            last: 0,
            rings: Rings::default(),
            clock: Clock::default(),
            timers: Vec::new(),
            names,
            handover: Handover::default(),
            injection: Injection::default(),
            lines: detail.lines.then(Lines::default),
            lane: None,
            is_live: false,
            unavailable: None,
        }
    }

    /// The process that the scene began with.
    #[must_use]
    pub fn server(&self) -> Pid {
        self.tasks[0].process
    }

    /// Introduces a client that calls from `address`.
    pub fn meet(&mut self, who: Subject, address: SocketAddr) {
        self.names.meet(who, address.port());
        self.lane.iter_mut().for_each(|lane| lane.meet(who, address));
    }

    /// Tells that something of a client has arrived. Of a text, `what` says how much was sent.
    pub fn arrives(&mut self, who: Subject, what: Arrival) {
        self.log.moments(self.lane.iter_mut().filter_map(|lane| lane.arrives(who, what)));
    }

    /// Tells that a datagram of a client has arrived.
    pub fn datagram_arrives(&mut self, who: Subject, bytes: usize) {
        let what = Arrival::Bytes(bytes);
        self.log.moments(self.lane.iter().map(|_| Moment::Arrives { who, what }));
    }

    /// Adds what a client did.
    pub fn tell(&mut self, event: Event) {
        self.log.add(event);
    }

    /// Takes out all that has happened so far: a program's way to its listener is no scene.
    pub fn begin(&mut self) -> Vec<Event> {
        self.injection.spares = false;
        self.clock.hold();
        let before = self.log.clear();
        self.names.begin();
        self.tasks.iter_mut().for_each(Traced::begin);
        self.announce();
        before
    }

    /// How many events there have been by now.
    #[must_use]
    pub fn events(&self) -> usize {
        self.log.len()
    }

    /// How the server's first process has ended, if it has.
    #[must_use]
    pub fn ending(&self) -> Option<End> {
        self.tasks[0].end
    }

    /// Whether every task is asleep in a call that has no limit, and no timer is set.
    #[must_use]
    pub fn sleeps_for_good(&self) -> bool {
        self.timers.is_empty() && self.tasks.iter().all(Traced::sleeps_for_good)
    }

    /// Ends the server, and returns what it did.
    #[must_use]
    pub fn finish(mut self) -> Followed {
        let tracepoints = self.complete();
        self.look_up_names();
        let tasks = self.tasks.iter().map(|task| task.kind).collect();
        let names = self.names_of_tasks();
        let mut log = take(&mut self.log);
        log.let_sleep();
        let (mut events, asides) = log.finish();
        let mut chains = Vec::new();
        if let Some(mut lines) = self.lines.take() {
            events.iter_mut().for_each(|event| lines.resolve(event, &mut chains));
        }
        let left_whole = self.left_whole();
        Followed { tasks, names, events, asides, chains, left_whole, tracepoints }
    }
}
