//! The servers that are measured.

use std::net::TcpListener;

use anyhow::{Result, ensure};
use io_models::{Limits, MODELS, Model, Room};

use crate::{
    descriptors,
    load::{Asked, Load},
    programs::is_installed,
};

/// A server that is measured beside the models.
#[derive(Debug)]
pub struct Outsider {
    /// As it stands in the tables.
    pub name: &'static str,
    /// Serves until the process is ended.
    pub serve: fn(TcpListener) -> Result<()>,
}

/// A server that can be measured.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// As it stands in the tables.
    pub name: &'static str,
    /// The name under which a process becomes it.
    pub(crate) role: &'static str,
    pub(crate) what: What,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    Bare,
    Redis,
    Model(&'static Model),
    Outsider(&'static Outsider),
    /// A command of the reader's, with a place for its port.
    Command(&'static str),
}

/// Where a command has its port.
pub(crate) const PORT: &str = "{port}";

/// Those that are asked for, in that order; all, if nobody is.
///
/// # Errors
/// There is no such server.
pub fn chosen(all: Vec<Contender>, only: Option<&str>) -> Result<Vec<Contender>, lexopt::Error> {
    let named = |name| {
        let found = all.iter().find(|contender| contender.name == name);
        found.copied().ok_or_else(|| {
            let names = all.iter().map(|contender| contender.name).collect::<Vec<_>>().join(", ");
            lexopt::Error::from(format!("there is no server '{name}': they are {names}"))
        })
    };
    match only {
        Some(names) => names.split(',').map(named).collect(),
        None => Ok(all),
    }
}

impl Contender {
    /// The bare loop first, then redis-server, then each model, then the outsiders.
    #[must_use]
    pub fn all(outsiders: &'static [Outsider]) -> Vec<Self> {
        let models = MODELS.iter().map(|model| Self::new(model.name, What::Model(model)));
        let others = outsiders.iter().map(|other| Self::new(other.name, What::Outsider(other)));
        let bare = Self::new("bare", What::Bare);
        let redis = Self::new("redis-server", What::Redis);
        [bare, redis].into_iter().chain(models).chain(others).collect()
    }

    /// A server of the reader's: a command in which `{port}` stands where it is told its port.
    ///
    /// # Errors
    /// The command has no place for the port, or the name can't stand in a table.
    pub fn command(name: &str, command: &str) -> Result<Self> {
        let fits = |sign: char| sign.is_ascii_alphanumeric() || "-._".contains(sign);
        let is_name = !name.is_empty() && name.chars().all(fits);
        ensure!(is_name, "the name {name:?} has other signs than letters, digits, - . and _");
        ensure!(command.contains(PORT), "the command of {name} has no {PORT} in it");
        // A contender is as good for the whole run as one of the table of models.
        let [name, command] = [name, command].map(|text| &*text.to_owned().leak());
        Ok(Self::new(name, What::Command(command)))
    }

    /// The command that it is, if it is the reader's.
    #[must_use]
    pub fn typed(&self) -> Option<&'static str> {
        if let What::Command(command) = self.what { Some(command) } else { None }
    }

    fn new(name: &'static str, what: What) -> Self {
        Self { name, role: name, what }
    }

    /// The same server under another name: what differs between the two is noise.
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// Whether it is there, and serves more than one client.
    pub(crate) fn is_available(&self) -> bool {
        self.leave_out(self.missing().or_else(|| self.lacks_room_for(2)), "")
    }

    /// What this machine does not have for it.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        match self.what {
            What::Redis => (!is_installed(self.name)).then(|| "it is not installed".to_owned()),
            What::Model(model) => (model.available)().err().map(|why| why.to_string()),
            What::Bare | What::Outsider(_) | What::Command(_) => None,
        }
    }

    /// Whether it has a parser: the bare loop answers PING, whatever it is asked.
    #[must_use]
    pub fn understands(&self) -> bool {
        !matches!(self.what, What::Bare)
    }

    /// Why it can't have so many clients at the same time.
    #[must_use]
    pub fn lacks_room_for(&self, clients: usize) -> Option<String> {
        match self.what {
            _ if clients > descriptors::most() => Some("RLIMIT_NOFILE is too low".to_owned()),
            What::Bare | What::Redis | What::Outsider(_) | What::Command(_) => None,
            What::Model(model) => crowded(model, clients),
        }
    }

    /// Whether it understands the requests of this load, and has room for its clients.
    pub(crate) fn takes(&self, load: &Load) -> bool {
        if !self.understands() && load.asked != Asked::Ping {
            return false;
        }
        let why = self.lacks_room_for(load.idle + load.clients + SPARE);
        self.leave_out(why, &format!(" beside {} idle clients", load.idle))
    }

    /// Says why, if there is a reason.
    fn leave_out(&self, why: Option<String>, when: &str) -> bool {
        if let Some(why) = &why {
            eprintln!("left out: {}{when} ({why})", self.name);
        }
        why.is_none()
    }
}

/// One that looks whether it serves, and some that have not quite left.
pub(crate) const SPARE: usize = 6;

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
