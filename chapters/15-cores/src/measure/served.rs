//! Servers, and clients that ask them for a value: the processor time of all their threads, and how
//! often they sleep.

use std::{
    io,
    iter::Sum,
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
use rustix::{net::getsockname, thread::CpuSet, time::ClockId};
use socket_core::net;

use super::{
    place::{Place, with_cores},
    spent::{Sleeps, cpu},
};

/// Enough for two threads to have some each.
const CLIENTS: usize = 8;
/// Bytes of the value.
const SIZE: usize = 64;
/// No turn takes longer.
const LONGEST: Duration = Duration::from_secs(10);

/// Who serves, and who asks.
#[derive(Clone, Copy)]
pub(crate) struct Served {
    serve: fn(Server) -> io::Result<()>,
    /// Servers that share nothing.
    servers: usize,
    /// Threads of each of them.
    threads: usize,
    /// Threads of clients, each with its part of them.
    parts: usize,
    place: Place,
}

impl Served {
    /// One server with one thread, and two threads of clients.
    pub(crate) fn by(serve: fn(Server) -> io::Result<()>) -> Self {
        Self { serve, servers: 1, threads: 1, parts: 2, place: Place::Anywhere }
    }

    pub(crate) fn servers(self, servers: usize) -> Self {
        Self { servers, ..self }
    }

    pub(crate) fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    pub(crate) fn clients_in_one_thread(self) -> Self {
        Self { parts: 1, ..self }
    }

    pub(crate) fn beside_clients(self) -> Self {
        Self { place: Place::Beside, ..self }
    }

    pub(crate) fn apart_from_clients(self) -> Self {
        Self { place: Place::Apart, ..self }
    }

    /// Of a request: processor time in nanoseconds, and how often a thread slept.
    pub(crate) fn cost(self, requests: u64) -> Result<(f64, f64)> {
        with_cores(|cores| self.cost_on(cores, requests))
    }

    fn cost_on(self, cores: &CpuSet, requests: u64) -> Result<(f64, f64)> {
        let started = self.start(cores)?;
        let mut clients = self.connect(&started)?;
        self.ask(cores, &mut clients, requests / 8)?;
        let before = (cpu(ClockId::ProcessCPUTime), cpu(ClockId::ThreadCPUTime), Sleeps::now()?);
        let asked = self.ask(cores, &mut clients, requests)?;
        let own = cpu(ClockId::ThreadCPUTime) - before.1 + asked.time;
        let spent = (cpu(ClockId::ProcessCPUTime) - before.0).saturating_sub(own);
        let slept = Sleeps::now()?.since(&before.2);
        drop(clients);
        started.into_iter().try_for_each(Started::end)?;
        let each = asked.requests as f64;
        Ok((spent.as_nanos() as f64 / each, slept as f64 / each))
    }

    /// Threads inherit the core of the one that starts them.
    fn start(self, cores: &CpuSet) -> Result<Vec<Started>> {
        let start = |server| {
            self.place.of_server(cores, server)?;
            self.start_one()
        };
        (0..self.servers).map(start).collect()
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

    /// One after the other, so that threads which stand in line are sure to have some each.
    fn connect(self, started: &[Started]) -> Result<Vec<Clients>> {
        let part = |part| {
            let mut clients = Clients::connect(started[0].address, 0)?.that_sleep();
            for number in 0..CLIENTS / self.parts {
                let server = if self.place == Place::Anywhere { number } else { part };
                clients.more(started[server % started.len()].address, 1)?;
            }
            clients.ask_once(&Request::set(SIZE))?;
            Ok(clients)
        };
        (0..self.parts).map(part).collect()
    }

    /// All parts ask, each in a thread.
    fn ask(self, cores: &CpuSet, clients: &mut [Clients], requests: u64) -> Result<Asked> {
        let each = requests / self.parts as u64;
        thread::scope(|scope| {
            let ask =
                |(part, clients)| scope.spawn(move || self.ask_of(cores, part, clients, each));
            let threads: Vec<_> = clients.iter_mut().enumerate().map(ask).collect();
            threads.into_iter().map(|thread| thread.join().expect("it asks")).sum()
        })
    }

    fn ask_of(
        self,
        cores: &CpuSet,
        part: usize,
        clients: &mut Clients,
        requests: u64,
    ) -> Result<Asked> {
        self.place.of_clients(cores, part)?;
        let heard = clients.ask_again(&Request::get(SIZE), LONGEST, requests)?;
        Ok(Asked { requests: heard.requests, time: cpu(ClockId::ThreadCPUTime) })
    }
}

/// How many requests, and the processor time of the clients for them.
struct Asked {
    requests: u64,
    time: Duration,
}

impl Sum for Asked {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        let none = Self { requests: 0, time: Duration::ZERO };
        all.fold(none, |sum, one| Self {
            requests: sum.requests + one.requests,
            time: sum.time + one.time,
        })
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
