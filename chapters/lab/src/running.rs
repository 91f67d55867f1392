//! A server in a process of its own, which does not outlive its measurement.

use std::{
    net::{SocketAddr, TcpStream},
    process::Child,
    thread,
    time::Duration,
};

use anyhow::{Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::interrupt;

/// It serves until this is dropped.
#[derive(Debug)]
pub struct Running {
    name: &'static str,
    child: Child,
    address: SocketAddr,
}

impl Running {
    /// A process that has just been started, the first of its group: waits until it serves.
    pub(crate) fn new(name: &'static str, child: Child, address: SocketAddr) -> Result<Self> {
        let running = Self { name, child, address };
        running.wait_until_it_serves()?;
        Ok(running)
    }

    fn wait_until_it_serves(&self) -> Result<()> {
        for _ in 0..500 {
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            interrupt::check()?;
            thread::sleep(Duration::from_millis(10));
        }
        bail!("{} does not serve on {}", self.name, self.address)
    }

    /// As it stands in the tables.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where it serves: on a loopback address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its number; its children have others.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it; or says that it has ended before.
    ///
    /// # Errors
    /// It has ended under the load.
    pub fn end(mut self) -> Result<()> {
        ensure!(self.child.try_wait()?.is_none(), "{} has ended under the load", self.name);
        Ok(())
    }
}

impl Drop for Running {
    /// With its children: all of them are in its group.
    fn drop(&mut self) {
        _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        _ = self.child.wait();
    }
}
