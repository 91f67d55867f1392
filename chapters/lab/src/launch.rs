//! A contender becomes a process: this program again, on the server's core.

use std::{
    env,
    net::{SocketAddr, TcpListener},
    os::{fd::OwnedFd, unix::process::CommandExt},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use io_models::{Server, inherited, shutdown};
use rustix::process::{Signal, getppid, set_parent_process_death_signal};
use socket_core::net;

use crate::{
    bare,
    contender::{self, Contender, SPARE, What},
    cpu::Cores,
    load::Load,
    running::Running,
    serving::Serving,
};

/// In the environment of a process that is to serve: which server it is.
const ROLE: &str = "COST_ROLE";
/// And for how many clients at the same time.
const CLIENTS: &str = "COST_CLIENTS";
/// And for a program of others, which takes no listener from us: on which port.
const PORT: &str = "COST_PORT";
/// And for one of the reader's: its command, with the port in it.
const COMMAND: &str = "COST_COMMAND";

/// And the number of the process that measures.
const PARENT: &str = "COST_PARENT";

/// The server that this process is to be.
#[must_use]
pub fn role() -> Option<String> {
    env::var(ROLE).ok()
}

/// Serves on standard input.
///
/// # Errors
/// There is no such server, or it can't serve.
pub fn serve(all: &[Contender], role: &str) -> Result<()> {
    end_with_parent()?;
    if let Ok(command) = env::var(COMMAND) {
        // In the place of the shell, so that it ends with us.
        return Err(Command::new("sh").args(["-c", &format!("exec {command}")]).exec().into());
    }
    let contender = all.iter().find(|contender| contender.name == role);
    let what = contender.context("no such server")?.what;
    if let What::Redis = what {
        return redis();
    }
    let listener = inherited::take_listener()?;
    match what {
        What::Outsider(outsider) => (outsider.serve)(listener.into()),
        What::Model(model) => {
            let mut server = Server::new(listener, shutdown::on_signals()?);
            server.limits.threads = env::var(CLIENTS)?.parse()?;
            Ok((model.serve)(server)?)
        }
        What::Bare | What::Redis | What::Command(_) => Ok(bare::serve(listener)?),
    }
}

/// It ends with the program that measures, however that ends; also if that has just ended.
fn end_with_parent() -> Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let parent = getppid().map(|parent| parent.as_raw_pid().to_string());
    ensure!(parent == env::var(PARENT).ok(), "the program that measures has ended");
    Ok(())
}

/// Becomes redis-server; so that it is in our group, and ends with us.
fn redis() -> Result<()> {
    let mut command = Command::new("redis-server");
    command.args(["--port", &env::var(PORT)?, "--bind", "127.0.0.1"]);
    command.args(["--save", "", "--appendonly", "no", "--maxclients", &env::var(CLIENTS)?]);
    // DEBUG SLEEP is a slow request; a server older than this option takes it without.
    command.args(["--enable-debug-command", "yes"]);
    Err(command.exec()).context("redis-server")
}

impl Contender {
    /// Starts it for this load.
    pub(crate) fn start(&self, load: &Load, cores: &Cores) -> Result<Serving> {
        Serving::new(self.launch(load.idle + load.clients + SPARE, cores)?, load)
    }

    /// Starts it on its core, with room for so many clients.
    ///
    /// # Errors
    /// It can't be started, or does not serve.
    pub fn launch(&self, clients: usize, cores: &Cores) -> Result<Running> {
        let listener = TcpListener::from(net::listen(SocketAddr::from(([127, 0, 0, 1], 0)))?);
        let address = listener.local_addr()?;
        let mut command = if let What::Redis | What::Command(_) = self.what {
            // It takes no listener: it is told a port that was free.
            drop(listener);
            inherited::command(ROLE, self.role, Stdio::null())
        } else {
            inherited::command(ROLE, self.role, OwnedFd::from(listener))
        };
        if let Some(typed) = self.typed() {
            let port = address.port().to_string();
            // What it says is not for our tables.
            command.env(COMMAND, typed.replace(contender::PORT, &port)).stderr(Stdio::null());
        }
        command.env(CLIENTS, clients.to_string()).env(PORT, address.port().to_string());
        command.env(PARENT, std::process::id().to_string());
        // Ctrl-C is for us: it ends when we have seen it.
        command.process_group(0).stdout(Stdio::null());
        let process = cores.start_server(|| command.spawn())?;
        let running = Running::new(self.name, process, address)?;
        if self.typed().is_some() { running.at_rest() } else { Ok(running) }
    }
}
