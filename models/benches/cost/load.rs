//! The load: redis-benchmark, or where it is missing a loop of our own.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};

use crate::bare;

const CLIENTS: usize = 50;

#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) name: &'static str,
    /// What redis-benchmark calls it.
    test: &'static str,
    /// Requests that a client sends before it waits for their replies.
    pipelined: usize,
    pub(crate) requests: usize,
}

impl Load {
    pub(crate) fn all(quick: bool) -> Vec<Self> {
        let load = |name, test, pipelined, requests| {
            let requests = if quick { requests / 10 } else { requests };
            Self { name, test, pipelined, requests }
        };
        vec![
            load("PING, 50 clients, one request a turn", "ping_mbulk", 1, 100_000),
            load("PING, 50 clients, 64 requests pipelined", "ping_mbulk", 64, 3_200_000),
            load("SET, 50 clients, one request a turn", "set", 1, 100_000),
            load("SET, 50 clients, 64 requests pipelined", "set", 64, 3_200_000),
        ]
    }

    pub(crate) fn is_ping(&self) -> bool {
        self.test == "ping_mbulk"
    }

    pub(crate) fn run(&self, address: SocketAddr) -> Result<()> {
        let mut command = Command::new("redis-benchmark");
        command.args(["-p", &address.port().to_string(), "-t", self.test, "-q"]);
        command.args(["-n", &self.requests.to_string(), "-P", &self.pipelined.to_string()]);
        command.args(["-c", &CLIENTS.to_string()]);
        match command.stdout(Stdio::null()).stderr(Stdio::null()).status() {
            Ok(status) => ensure!(status.success(), "redis-benchmark has failed: {status}"),
            Err(_) => self.run_ours(address)?,
        }
        Ok(())
    }

    /// Sends from all clients, then reads all replies: every turn has every client ready.
    fn run_ours(&self, address: SocketAddr) -> Result<()> {
        let (request, reply) = match self.test {
            "set" => (
                &b"*3\r\n$3\r\nSET\r\n$16\r\nkey:__rand_int__\r\n$3\r\nxxx\r\n"[..],
                &b"+OK\r\n"[..],
            ),
            _ => (bare::REQUEST, &b"+PONG\r\n"[..]),
        };
        let requests = request.repeat(self.pipelined);
        let mut replies = vec![0; reply.len() * self.pipelined];
        let connect = |_| TcpStream::connect(address);
        let mut clients = (0..CLIENTS).map(connect).collect::<Result<Vec<_>, _>>()?;
        for client in &clients {
            client.set_nodelay(true)?;
        }
        for _ in 0..self.requests / (CLIENTS * self.pipelined) {
            for client in &mut clients {
                client.write_all(&requests)?;
            }
            for client in &mut clients {
                client.read_exact(&mut replies)?;
            }
        }
        Ok(())
    }
}
