//! A server at work, and what its work costs.

use std::{
    net::{SocketAddr, TcpStream},
    process::Child,
    thread,
    time::Duration,
};

use anyhow::{Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};

use crate::{calls, cpu, idle::Idle, load::Load};

/// How long one measurement may take.
const TIME: Duration = Duration::from_secs(2);

/// A server under a load.
pub(crate) struct Serving {
    pub(crate) name: &'static str,
    server: Running,
    address: SocketAddr,
    #[expect(dead_code, reason = "they are only held")]
    idle: Idle,
    load: Load,
    /// As many as can be sent in [`TIME`].
    requests: usize,
}

impl Serving {
    /// A server that has just been started: waits until it serves, and sees how many requests it
    /// can be asked.
    pub(crate) fn new(
        name: &'static str,
        process: Child,
        address: SocketAddr,
        load: Load,
    ) -> Result<Self> {
        let server = Running(process);
        wait_until_it_serves(address)?;
        let idle = Idle::connect(address, load.idle)?;
        let requests = load.rehearse(address, TIME)?;
        Ok(Self { name, server, address, idle, load, requests })
    }

    /// What a request costs, in microseconds of CPU time, while one of `parts` parts of the
    /// requests is sent.
    pub(crate) fn measure(&self, parts: usize) -> Result<f64> {
        let requests = self.requests / parts;
        let process = self.server.0.id();
        cpu::wait_for_children(process, self.load.idle)?;
        let before = cpu::time(process)?;
        self.load.run(self.address, requests)?;
        cpu::wait_for_children(process, self.load.idle)?;
        let spent = cpu::time(process)?.saturating_sub(before);
        Ok(spent.as_secs_f64() * 1e6 / requests as f64)
    }

    /// System calls of a request, in a run of its own: to count them takes time.
    pub(crate) fn count_calls(&self) -> Result<f64> {
        let requests = self.requests / 4;
        let load = self.load.command(self.address, requests);
        Ok(calls::count(self.server.0.id(), &load)? as f64 / requests as f64)
    }

    /// Ends it; or says that it has ended before.
    pub(crate) fn end(mut self) -> Result<()> {
        ensure!(self.server.0.try_wait()?.is_none(), "{} has ended under the load", self.name);
        Ok(())
    }
}

fn wait_until_it_serves(address: SocketAddr) -> Result<()> {
    for _ in 0..500 {
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(10));
    }
    bail!("nothing serves on {address}")
}

/// A server that does not outlive its measurement.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let process = Pid::from_child(&self.0);
        _ = kill_process(process, Signal::KILL);
        _ = self.0.wait();
    }
}
