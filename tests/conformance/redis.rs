//! redis-server, started and stopped as the servers of the suite are, and its replies.

use std::{
    io::{BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::{Child, ChildStdout, Command, Stdio},
};

/// redis-server with an empty store; it is killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Redis {
    pub(crate) address: SocketAddr,
    child: Child,
    /// Kept, for a log that nobody takes ends the server.
    log: BufReader<ChildStdout>,
}

/// How often another one may take the port between our look and redis's.
const TRIES: usize = 10;

impl Redis {
    pub(crate) fn start() -> Self {
        (0..TRIES).find_map(|_| Self::try_start()).expect("redis-server starts")
    }

    /// On a port that was free a moment ago; `None` if it has been taken since.
    fn try_start() -> Option<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = free.local_addr().expect("it is bound");
        drop(free);
        let child = command(address.port()).spawn();
        let mut child = child.expect("the case needs it");
        let log = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut redis = Self { address, child, log };
        redis.is_ready().then_some(redis)
    }

    /// It says so when it is; or it ends before.
    fn is_ready(&mut self) -> bool {
        let mut line = String::new();
        while !line.contains("Ready to accept connections") {
            line.clear();
            if self.log.read_line(&mut line).expect("it is a pipe") == 0 {
                return false;
            }
        }
        true
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // Both fail if it has ended, and that is what is wanted.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// The bytes of a stream of replies, one by one; what is cut at the end is one too.
pub(crate) fn replies(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut replies = Vec::new();
    while !bytes.is_empty() {
        let (reply, rest) = bytes.split_at(length(bytes).unwrap_or(bytes.len()));
        replies.push(reply.to_vec());
        bytes = rest;
    }
    replies
}

/// How long the reply is that begins here, if all of it is there.
fn length(bytes: &[u8]) -> Option<usize> {
    let line = bytes.windows(2).position(|end| end == b"\r\n")?;
    let number = || std::str::from_utf8(&bytes[1..line]).ok()?.parse::<usize>().ok();
    let parts = match bytes[0] {
        b'$' | b'=' => return Some(line + 2 + number().map_or(0, |length| length + 2)),
        b'*' | b'~' => number().unwrap_or(0),
        b'%' => 2 * number()?,
        _ => 0,
    };
    (0..parts).try_fold(line + 2, |at, _| Some(at + length(bytes.get(at..)?)?))
}

fn command(port: u16) -> Command {
    let mut command = Command::new("redis-server");
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1"]);
    command.args(["--save", "", "--appendonly", "no", "--databases", "1"]);
    command.args(["--enable-debug-command", "yes"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command
}
