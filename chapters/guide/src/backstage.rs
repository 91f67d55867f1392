//! The director's side of the curtain: starts the server's process, with or without a tracer.

use std::{
    ffi::OsString,
    fs, io,
    net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket},
    os::{fd::OwnedFd, unix::process::CommandExt},
    process::{Child, Command, Stdio, id},
    thread::sleep,
    time::Duration,
};

use recording::{Aside, Event, Recording, Subject};
use rustix::{
    net::sockopt::set_socket_send_buffer_size,
    process::{Pid, WaitOptions, waitpid},
};

use crate::{
    director::PATIENCE,
    script::Script,
    stage::{DIRECTOR, PART, REFUSED, STRANGER, UNTRACED},
    trace::{
        Tracer,
        torture::{Fault, Torture},
    },
    trouble::Trouble,
    words::end,
};

/// Who plays the server.
#[derive(Debug, Clone)]
pub enum Part {
    /// A server that this program knows by this name: see [`enter`](crate::enter).
    Own(String),
    /// Another program, with its arguments. It must listen on the address in `LISTEN_ADDRESS`.
    Stranger(Vec<OsString>),
}

/// A server that has been started.
#[derive(Debug)]
pub(crate) struct Backstage {
    pub(crate) address: SocketAddr,
    pub(crate) server: Watched,
}

/// A server, and how we see it.
#[derive(Debug)]
pub(crate) enum Watched {
    /// Every call is seen, and order is kept.
    Traced(Box<Tracer>),
    /// The kernel forbids it: only what clients do is seen.
    Unseen { child: Child, events: Vec<Event> },
}

/// How long a client waits while every task of the server sleeps without a limit: bytes that have
/// left the server take less than that to arrive.
const RESIGNED: Duration = Duration::from_secs(1);

/// How long an unseen server gets for what a traced one does before it is at rest.
const GRACE: Duration = Duration::from_millis(20);

impl Backstage {
    /// Starts the server, traced if the kernel allows it.
    pub(crate) fn start(part: &Part, script: &Script, fault: Fault) -> Result<Self, Trouble> {
        let (socket, address) = bind(script)?;
        if let Some(size) = fault.buffers() {
            // The sockets that a listener accepts inherit it (tcp(7)).
            set_socket_send_buffer_size(&socket, size)?;
        }
        let input = handover(part, socket);
        let child = command(part, address, input.try_clone()?).spawn()?;
        let task = Pid::from_child(&child);
        let server = if raised(task)? {
            fault.prepare(task)?;
            let torture = Torture::new(fault);
            Watched::Traced(Box::new(Tracer::new(task, address.port(), torture)?))
        } else {
            let child = command(part, address, input).env(UNTRACED, "1").spawn()?;
            Watched::Unseen { child, events: Vec::new() }
        };
        Ok(Self { address, server })
    }
}

/// Where the clients will call: a listener, or a socket for datagrams.
fn bind(script: &Script) -> io::Result<(OwnedFd, SocketAddr)> {
    let any = (Ipv4Addr::LOCALHOST, 0);
    if script.is_of_datagrams() {
        let socket = UdpSocket::bind(any)?;
        let address = socket.local_addr()?;
        return Ok((socket.into(), address));
    }
    let listener = TcpListener::bind(any)?;
    let address = listener.local_addr()?;
    Ok((listener.into(), address))
}

/// Our own server inherits the listener; a stranger makes its own on the same port.
fn handover(part: &Part, listener: OwnedFd) -> Input {
    match part {
        Part::Own(_) => Input(Some(listener)),
        Part::Stranger(_) => Input(None),
    }
}

/// What a server gets as standard input.
#[derive(Debug)]
struct Input(Option<OwnedFd>);

impl Input {
    fn try_clone(&self) -> io::Result<Self> {
        Ok(Self(self.0.as_ref().map(OwnedFd::try_clone).transpose()?))
    }
}

/// The server is in a process group of its own, so that Ctrl-C reaches only the director.
fn command(part: &Part, address: SocketAddr, input: Input) -> Command {
    let mut command = Command::new("/proc/self/exe");
    match part {
        Part::Own(name) => command.env(PART, name),
        Part::Stranger(line) => command.env(PART, STRANGER).args(line),
    };
    command.env("LISTEN_ADDRESS", address.to_string()).env(DIRECTOR, id().to_string());
    command.stdin(input.0.map_or_else(Stdio::null, Stdio::from));
    command.stdout(Stdio::null()).process_group(0);
    command
}

/// Waits for the server to stop itself; `false` if it was refused.
fn raised(task: Pid) -> Result<bool, Trouble> {
    let Some((_, status)) = waitpid(Some(task), WaitOptions::UNTRACED)? else { return Ok(false) };
    match status.exit_status() {
        None => Ok(true),
        Some(REFUSED) => Ok(false),
        Some(status) => Err(Trouble::Ended(format!("exits with status {status}"))),
    }
}

/// Asks the kernel whether somebody listens at `address`, or takes datagrams there; to connect
/// would be part of the scene.
pub(crate) fn is_listening(address: SocketAddr) -> bool {
    let port = format!(":{:04X}", address.port());
    let listed = |table: &str, wanted: &str| {
        let table = fs::read_to_string(table).unwrap_or_default();
        table.lines().any(|line| {
            let mut fields = line.split_whitespace().skip(1);
            let (local, state) = (fields.next(), fields.nth(1));
            local.is_some_and(|local| local.ends_with(&port)) && state == Some(wanted)
        })
    };
    let (listens, is_unconnected) = ("0A", "07");
    listed("/proc/net/tcp", listens)
        || listed("/proc/net/tcp6", listens)
        || listed("/proc/net/udp", is_unconnected)
}

impl Watched {
    /// Lets the server do all that it can do by itself.
    pub(crate) fn settle(&mut self) -> io::Result<()> {
        match self {
            Self::Traced(tracer) => tracer.settle(),
            Self::Unseen { .. } => {
                sleep(GRACE);
                Ok(())
            }
        }
    }

    /// Forgets how the server got to where it is.
    pub(crate) fn begin(&mut self) {
        if let Self::Traced(tracer) = self {
            tracer.begin();
        }
    }

    /// Lets the server notice that time has passed.
    pub(crate) fn let_time_pass(&mut self) -> io::Result<()> {
        match self {
            Self::Traced(tracer) => tracer.let_time_pass(),
            Self::Unseen { .. } => Ok(()),
        }
    }

    /// Lets every task of the server come to its next stop, and no further.
    pub(crate) fn gather(&mut self) -> io::Result<()> {
        match self {
            Self::Traced(tracer) => tracer.gather(),
            Self::Unseen { .. } => Ok(()),
        }
    }

    /// Tells the tracer who calls from which port.
    pub(crate) fn meet(&mut self, who: Subject, port: u16) {
        if let Self::Traced(tracer) = self {
            tracer.names.meet(who, port);
        }
    }

    /// Records what a client did.
    pub(crate) fn tell(&mut self, event: Event) {
        match self {
            Self::Traced(tracer) => tracer.tell(event),
            Self::Unseen { events, .. } => events.push(event),
        }
    }

    /// How the server has ended, if it has.
    pub(crate) fn ending(&mut self) -> Option<String> {
        match self {
            Self::Traced(tracer) => tracer.ending().map(end),
            Self::Unseen { child, .. } => {
                let status = child.try_wait().ok()??;
                Some(format!("ends ({status})"))
            }
        }
    }

    /// How many events there are by now.
    pub(crate) fn events(&self) -> usize {
        match self {
            Self::Traced(tracer) => tracer.events(),
            Self::Unseen { events, .. } => events.len(),
        }
    }

    /// How long a client waits while nothing happens.
    pub(crate) fn patience(&self) -> Duration {
        match self {
            Self::Traced(tracer) if tracer.sleeps_for_good() => RESIGNED,
            _ => PATIENCE,
        }
    }

    /// Whether the fault was met, and by whose connection.
    pub(crate) fn torment(&self) -> Result<(bool, Option<Subject>), Trouble> {
        match self {
            Self::Traced(tracer) => Ok((tracer.torture.struck, tracer.torture.victim)),
            Self::Unseen { .. } => Err(Trouble::Refused),
        }
    }

    /// Ends the server and returns what happened.
    pub(crate) fn finish(self, cast: Vec<String>) -> (Recording, Vec<Aside>) {
        match self {
            Self::Traced(tracer) => {
                let (tasks, events, asides) = tracer.finish();
                (Recording { cast, tasks, events, traced: true }, asides)
            }
            Self::Unseen { mut child, events } => {
                // It may have ended by itself; then there is nothing left to do.
                child.kill().and_then(|()| child.wait()).ok();
                (Recording { cast, events, ..Recording::default() }, Vec::new())
            }
        }
    }
}
