//! The load: redis-benchmark, or where it is missing a loop of our own.

use std::{
    fmt::{Display, Formatter},
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use crate::bare::{REPLY, REQUEST};

pub(crate) const PROGRAM: &str = "redis-benchmark";
const PING: &str = "ping_mbulk";
const SET: &str = "set";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    /// What redis-benchmark calls it.
    pub(crate) test: &'static str,
    /// Who asks again and again.
    pub(crate) clients: usize,
    /// Who is connected, and silent.
    pub(crate) idle: usize,
    /// Requests that a client sends before it waits for their replies.
    pub(crate) pipelined: usize,
    /// In all; fewer, if that takes long.
    pub(crate) requests: usize,
}

/// The names of the tables that the benchmark prints.
pub(crate) const TABLES: [&str; 5] = ["ping", "ping-64", "set", "set-64", "idle"];

/// The loads of each table.
pub(crate) fn tables(quick: bool) -> Vec<(&'static str, Vec<Load>)> {
    let load = |test, clients, idle, pipelined, requests| {
        let requests = if quick { requests / 10 } else { requests };
        Load { test, clients, idle, pipelined, requests }
    };
    let levels: &[usize] = if quick { &[0, 100] } else { &[0, 100, 1_000, 10_000] };
    let beside = |idle: &usize| load(PING, 10, *idle, 1, 100_000);
    let loads = [
        vec![load(PING, 50, 0, 1, 100_000)],
        vec![load(PING, 50, 0, 64, 3_200_000)],
        vec![load(SET, 50, 0, 1, 100_000)],
        vec![load(SET, 50, 0, 64, 3_200_000)],
        levels.iter().map(beside).collect(),
    ];
    TABLES.into_iter().zip(loads).collect()
}

impl Load {
    pub(crate) fn is_ping(&self) -> bool {
        self.test == PING
    }

    /// A hundredth of it, to warm up; then how many requests can be sent in that time.
    pub(crate) fn rehearse(&self, address: SocketAddr, time: Duration) -> Result<usize> {
        let few = self.requests / 100;
        let start = Instant::now();
        self.run(address, few)?;
        let speed = few as f64 / start.elapsed().as_secs_f64();
        let affordable = Duration::from_secs_f64(speed * time.as_secs_f64()).as_secs();
        Ok(usize::try_from(affordable)?.clamp(few, self.requests))
    }

    /// So many requests, and their replies.
    pub(crate) fn run(&self, address: SocketAddr, requests: usize) -> Result<()> {
        match self.command(address, requests).stderr(Stdio::null()).status() {
            Ok(status) => ensure!(status.success(), "{PROGRAM} has failed: {status}"),
            Err(_) => self.run_ours(address, requests)?,
        }
        Ok(())
    }

    pub(crate) fn command(&self, address: SocketAddr, requests: usize) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(["-p", &address.port().to_string(), "-t", self.test, "-q"]);
        command.args(["-n", &requests.to_string(), "-P", &self.pipelined.to_string()]);
        command.args(["-c", &self.clients.to_string()]);
        command.stdout(Stdio::null());
        command
    }

    /// Sends from all clients, then reads all replies: every turn has every client ready.
    fn run_ours(&self, address: SocketAddr, requests: usize) -> Result<()> {
        let (request, reply) = match self.test {
            SET => (
                &b"*3\r\n$3\r\nSET\r\n$16\r\nkey:__rand_int__\r\n$3\r\nxxx\r\n"[..],
                &b"+OK\r\n"[..],
            ),
            _ => (REQUEST, REPLY),
        };
        let turn = request.repeat(self.pipelined);
        let mut replies = vec![0; reply.len() * self.pipelined];
        let connect = |_| TcpStream::connect(address);
        let mut clients = (0..self.clients).map(connect).collect::<Result<Vec<_>, _>>()?;
        for client in &clients {
            client.set_nodelay(true)?;
        }
        for _ in 0..requests / (self.clients * self.pipelined) {
            for client in &mut clients {
                client.write_all(&turn)?;
            }
            for client in &mut clients {
                client.read_exact(&mut replies)?;
            }
        }
        Ok(())
    }
}

impl Display for Load {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let request = if self.is_ping() { "PING" } else { "SET" };
        write!(f, "{request}, {} clients, ", self.clients)?;
        match self.pipelined {
            1 => write!(f, "one request a turn"),
            many => write!(f, "{many} requests pipelined"),
        }
    }
}
