//! The servers that are measured, each in a process of its own.

use std::{
    env,
    net::{SocketAddr, TcpListener, TcpStream},
    os::fd::OwnedFd,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use io_models::{MODELS, Model, Server, shutdown};
use rustix::{process::Signal, stdio};
use socket_core::net;

use crate::{
    bare,
    cpu::{self, Cores},
    load::Load,
};

/// In the environment of a process that is to serve: which server it is.
const ROLE: &str = "COST_ROLE";
const BARE: &str = "bare";
const REDIS: &str = "redis-server";

#[derive(Clone, Debug)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
}

/// The server that this process is to be.
pub(crate) fn role() -> Option<String> {
    env::var(ROLE).ok()
}

/// Serves on standard input.
pub(crate) fn serve(name: &str) -> Result<()> {
    let listener = rustix::io::dup(stdio::stdin())?;
    if name == BARE {
        return Ok(bare::serve(listener)?);
    }
    let model = MODELS.iter().find(|model| model.name == name).context("no such model")?;
    Ok((model.serve)(Server::new(listener, shutdown::on_signals()?))?)
}

impl Contender {
    /// The bare loop first, then redis-server if it is installed, then each model.
    pub(crate) fn all() -> Vec<Self> {
        let redis = Command::new(REDIS).arg("--version").stdout(Stdio::null()).status().is_ok();
        // A load of many clients would wait for ever for one that serves one.
        let models = MODELS.iter().filter(|model| !model.one_at_a_time() && is_available(model));
        let models = models.map(|model| model.name);
        let names = [BARE].into_iter().chain(redis.then_some(REDIS)).chain(models);
        names.map(|name| Self { name }).collect()
    }

    /// Whether it understands the requests of this load.
    pub(crate) fn takes(&self, load: &Load) -> bool {
        self.name != BARE || load.is_ping()
    }

    /// The CPU time of one request, in microseconds.
    pub(crate) fn measure(&self, load: &Load, cores: &Cores) -> Result<f64> {
        let listener = net::listen(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let listener = TcpListener::from(listener);
        let address = listener.local_addr()?;
        let mut server = Running(self.start(listener, address, cores)?);
        wait_until_it_serves(address)?;
        let before = cpu::time(server.0.id())?;
        load.run(address)?;
        cpu::wait_for_children(server.0.id())?;
        let spent = cpu::time(server.0.id())?.saturating_sub(before);
        ensure!(server.0.try_wait()?.is_none(), "{} has ended under the load", self.name);
        Ok(spent.as_secs_f64() * 1e6 / load.requests as f64)
    }

    fn start(&self, listener: TcpListener, address: SocketAddr, cores: &Cores) -> Result<Child> {
        let mut command = if self.name == REDIS {
            drop(listener);
            let mut command = Command::new(REDIS);
            command.args(["--port", &address.port().to_string(), "--bind", "127.0.0.1"]);
            command.args(["--save", "", "--appendonly", "no"]);
            command
        } else {
            let mut command = Command::new(env::current_exe()?);
            command.env(ROLE, self.name).stdin(OwnedFd::from(listener));
            command
        };
        cores.start_server(|| command.stdout(Stdio::null()).spawn())
    }
}

fn is_available(model: &Model) -> bool {
    let available = (model.available)();
    if let Err(why) = &available {
        eprintln!("left out: {} ({why})", model.name);
    }
    available.is_ok()
}

fn wait_until_it_serves(address: SocketAddr) -> Result<()> {
    for _ in 0..500 {
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(10));
    }
    anyhow::bail!("nothing serves on {address}")
}

/// A server that does not outlive its measurement.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let process = rustix::process::Pid::from_child(&self.0);
        _ = rustix::process::kill_process(process, Signal::KILL);
        _ = self.0.wait();
    }
}
