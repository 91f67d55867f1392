//! The servers that are measured, each in a process of its own.

use std::{
    env,
    net::{SocketAddr, TcpListener},
    os::fd::OwnedFd,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};
use io_models::{Limits, MODELS, Model, Room, Server, inherited, shutdown};
use socket_core::net;

use crate::{bare, cpu::Cores, descriptors, load::Load, programs::is_installed, serving::Serving};

/// In the environment of a process that is to serve: which server it is.
const ROLE: &str = "COST_ROLE";
/// And for how many clients at the same time.
const CLIENTS: &str = "COST_CLIENTS";

/// A server that is measured beside the models.
#[derive(Debug)]
pub struct Outsider {
    /// As it stands in the tables.
    pub name: &'static str,
    /// Serves until the process is ended.
    pub serve: fn(TcpListener) -> Result<()>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Bare,
    Redis,
    Model(&'static Model),
    Outsider(&'static Outsider),
}

/// The server that this process is to be.
pub(crate) fn role() -> Option<String> {
    env::var(ROLE).ok()
}

/// Serves on standard input.
pub(crate) fn serve(all: &[Contender], name: &str) -> Result<()> {
    let listener = inherited::take_listener()?;
    let contender = all.iter().find(|contender| contender.name == name);
    match contender.context("no such server")?.what {
        What::Bare => Ok(bare::serve(listener)?),
        What::Outsider(outsider) => (outsider.serve)(listener.into()),
        What::Model(model) => {
            let mut server = Server::new(listener, shutdown::on_signals()?);
            server.limits.threads = env::var(CLIENTS)?.parse()?;
            Ok((model.serve)(server)?)
        }
        What::Redis => bail!("it is a program of its own"),
    }
}

/// Those that are asked for, in that order; those that there are, if nobody is.
pub(crate) fn chosen(all: Vec<Contender>, only: Option<&str>) -> Result<Vec<Contender>> {
    let named = |name| {
        let found = all.iter().find(|contender| contender.name == name);
        found.copied().with_context(|| format!("there is no server {name:?} to measure"))
    };
    let wanted = match only {
        Some(names) => names.split(',').map(named).collect::<Result<_>>()?,
        None => all,
    };
    Ok(wanted.into_iter().filter(Contender::is_available).collect())
}

impl Contender {
    /// The bare loop first, then redis-server, then each model, then the outsiders.
    pub(crate) fn all(outsiders: &'static [Outsider]) -> Vec<Self> {
        let models = MODELS.iter().map(|model| Self { name: model.name, what: What::Model(model) });
        let outsider = |outsider: &'static Outsider| Self {
            name: outsider.name,
            what: What::Outsider(outsider),
        };
        let bare = Self { name: "bare", what: What::Bare };
        let redis = Self { name: "redis-server", what: What::Redis };
        [bare, redis].into_iter().chain(models).chain(outsiders.iter().map(outsider)).collect()
    }

    fn is_available(&self) -> bool {
        let why = match self.what {
            What::Redis => (!is_installed(self.name)).then(|| "it is not installed".to_owned()),
            What::Model(model) => {
                let missing = (model.available)().err().map(|why| why.to_string());
                missing.or_else(|| crowded(model, 2))
            }
            What::Bare | What::Outsider(_) => None,
        };
        self.leave_out(why, "")
    }

    /// Whether it understands the requests of this load, and has room for its clients.
    pub(crate) fn takes(&self, load: &Load) -> bool {
        let why = match self.what {
            What::Bare if !load.is_ping() => return false,
            _ if load.idle > descriptors::most() => Some("RLIMIT_NOFILE is too low".to_owned()),
            What::Bare | What::Redis | What::Outsider(_) => None,
            What::Model(model) => crowded(model, load.idle + load.clients + SPARE),
        };
        self.leave_out(why, &format!(" beside {} idle clients", load.idle))
    }

    /// Says why, if there is a reason.
    fn leave_out(&self, why: Option<String>, when: &str) -> bool {
        if let Some(why) = &why {
            eprintln!("left out: {}{when} ({why})", self.name);
        }
        why.is_none()
    }

    /// Starts it for this load.
    pub(crate) fn start(&self, load: &Load, cores: &Cores) -> Result<Serving> {
        let listener = net::listen(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let listener = TcpListener::from(listener);
        let address = listener.local_addr()?;
        let process = self.spawn(listener, address, load, cores)?;
        Serving::new(self.name, process, address, *load)
    }

    fn spawn(
        &self,
        listener: TcpListener,
        address: SocketAddr,
        load: &Load,
        cores: &Cores,
    ) -> Result<Child> {
        let clients = (load.idle + load.clients + SPARE).to_string();
        let mut command = if let What::Redis = self.what {
            drop(listener);
            let mut command = Command::new(self.name);
            command.args(["--port", &address.port().to_string(), "--bind", "127.0.0.1"]);
            command.args(["--save", "", "--appendonly", "no", "--maxclients", &clients]);
            command
        } else {
            let listener = OwnedFd::from(listener);
            let mut command = inherited::command(ROLE, self.name, listener);
            command.env(CLIENTS, clients);
            command
        };
        cores.start_server(|| command.stdout(Stdio::null()).spawn())
    }
}

/// redis-benchmark has connections of its own, too.
const SPARE: usize = 14;

/// Why a model is not made for so many clients.
fn crowded(model: &Model, clients: usize) -> Option<String> {
    let (most, why) = match model.room {
        // A load of many clients would wait for ever.
        Room::One => (1, "it serves one client at a time".to_owned()),
        Room::Threads => (2_000, "so many threads or processes are another experiment".to_owned()),
        Room::Descriptors(most) => (most as usize, format!("its descriptors are below {most}")),
        Room::Connections => (Limits::default().connections, "they are over its limit".to_owned()),
    };
    (clients > most).then_some(why)
}
