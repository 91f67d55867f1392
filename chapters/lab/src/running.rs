//! A server in a process of its own, which does not outlive its measurement.

use std::{
    net::{SocketAddr, TcpStream},
    process::Child,
    thread,
    time::Duration,
};

use anyhow::{Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::{cpu::children, interrupt};

/// It serves until this is dropped.
#[derive(Debug)]
pub struct Running {
    name: &'static str,
    child: Child,
    address: SocketAddr,
    /// Children that it has without a client.
    resting: usize,
}

/// It is looked so often, each hundredth of a second, whether a server serves: some begin slowly.
const LOOKS: usize = 2_000;
/// After that a server has the children that it begins with.
const BEGINNING: Duration = Duration::from_millis(200);

impl Running {
    /// A process that has just been started, the first of its group: waits until it serves.
    pub(crate) fn new(name: &'static str, child: Child, address: SocketAddr) -> Result<Self> {
        let mut running = Self { name, child, address, resting: 0 };
        running.wait_until_it_serves()?;
        Ok(running)
    }

    fn wait_until_it_serves(&mut self) -> Result<()> {
        for _ in 0..LOOKS {
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("{} has ended before it served: {status}", self.name);
            }
            interrupt::check()?;
            thread::sleep(Duration::from_millis(10));
        }
        bail!("{} does not serve on {}", self.name, self.address)
    }

    /// Nobody knows of it how many children it has without a client: looks.
    pub(crate) fn at_rest(mut self) -> Result<Self> {
        thread::sleep(BEGINNING);
        self.resting = children(self.process())?;
        Ok(self)
    }

    /// How many children it has without a client.
    #[must_use]
    pub fn resting(&self) -> usize {
        self.resting
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
