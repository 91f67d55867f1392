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
const GET: &str = "get";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    /// What redis-benchmark calls it.
    pub(crate) test: &'static str,
    /// How many clients ask, again and again.
    pub(crate) clients: usize,
    /// How many are connected, and silent.
    pub(crate) idle: usize,
    /// Requests that a client sends before it waits for their replies.
    pub(crate) pipelined: usize,
    /// Bytes of a value that is set or got.
    pub(crate) size: usize,
    /// In all; fewer, if that takes long.
    pub(crate) requests: usize,
}

/// The names of the tables that the benchmark prints.
pub(crate) const TABLES: [&str; 11] = [
    "ping",
    "ping-64",
    "set",
    "set-64",
    "get-64",
    "set-1k-16",
    "set-100k",
    "get-100k",
    "set-1m",
    "get-1m",
    "idle",
];

/// What redis-benchmark takes without being told.
const SMALL: usize = 3;

/// The loads of each table.
pub(crate) fn tables(quick: bool) -> Vec<(&'static str, Vec<Load>)> {
    let load = |test, clients, pipelined, size, requests| {
        let requests = if quick { requests / 10 } else { requests };
        Load { test, clients, idle: 0, pipelined, size, requests }
    };
    let levels: &[usize] = if quick { &[0, 100] } else { &[0, 100, 1_000, 10_000] };
    let beside = |idle: &usize| Load { idle: *idle, ..load(PING, 10, 1, SMALL, 100_000) };
    let loads = [
        vec![load(PING, 50, 1, SMALL, 100_000)],
        vec![load(PING, 50, 64, SMALL, 3_200_000)],
        vec![load(SET, 50, 1, SMALL, 100_000)],
        vec![load(SET, 50, 64, SMALL, 3_200_000)],
        vec![load(GET, 50, 64, SMALL, 3_200_000)],
        vec![load(SET, 50, 16, 1_000, 800_000)],
        vec![load(SET, 8, 1, 100_000, 50_000)],
        vec![load(GET, 8, 1, 100_000, 50_000)],
        vec![load(SET, 8, 1, 1_000_000, 10_000)],
        vec![load(GET, 8, 1, 1_000_000, 10_000)],
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
        if self.test == GET {
            // There is something to get.
            Self { test: SET, clients: 1, pipelined: 1, ..*self }.run(address, 1)?;
        }
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
        command.args(["-c", &self.clients.to_string(), "-d", &self.size.to_string()]);
        command.stdout(Stdio::null());
        command
    }

    /// A request, and its reply.
    fn words(&self) -> (Vec<u8>, Vec<u8>) {
        let value = format!("${}\r\n{}\r\n", self.size, "x".repeat(self.size));
        match self.test {
            SET => (format!("*3\r\n$3\r\nSET\r\n{KEY}{value}").into(), b"+OK\r\n".into()),
            GET => (format!("*2\r\n$3\r\nGET\r\n{KEY}").into(), value.into()),
            _ => (REQUEST.into(), REPLY.into()),
        }
    }

    /// Sends from all clients, then reads all replies: every turn has every client ready.
    fn run_ours(&self, address: SocketAddr, requests: usize) -> Result<()> {
        let (request, reply) = self.words();
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

/// The one key that redis-benchmark uses.
const KEY: &str = "$16\r\nkey:__rand_int__\r\n";

impl Display for Load {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self.test {
            PING => write!(f, "PING")?,
            test => write!(f, "{} of {} bytes", test.to_uppercase(), self.size)?,
        }
        write!(f, ", {} clients, ", self.clients)?;
        match self.pipelined {
            1 => write!(f, "one request a turn"),
            many => write!(f, "{many} requests pipelined"),
        }
    }
}
