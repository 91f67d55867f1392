//! Names for descriptors: not the number, but the client or the thing behind it.
//!
//! A connection is named after the client at its other end, found by the client's port; a name
//! stays with the socket when the client has gone. Pipes are numbered as they appear.

use std::collections::{HashMap, HashSet};

use recording::Subject;
use rustix::process::Pid;

use crate::{
    decode::{
        ports,
        strangers::{Connection, Strangers},
    },
    stops::proc::{open_file, process_of, watched},
};

/// What is behind each descriptor.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The port on which the server listens.
    listener: u16,
    /// The client that calls from each port.
    clients: HashMap<u16, Subject>,
    /// What `/proc/PID/fd` calls an open file, and what we call it.
    files: HashMap<String, Subject>,
    /// What a process has registered with an epoll descriptor, by its token.
    tokens: HashMap<(Pid, i32, u64), Subject>,
    /// To whom a long text has gone in part: how much is left of it differs from run to run.
    rests: HashSet<Subject>,
    pipes: usize,
    /// The processes that were forked, in the order of their birth.
    children: Vec<Pid>,
    /// The clients that nobody introduces, where there is no script that does.
    strangers: Option<Strangers>,
}

impl Names {
    /// Names for a server that listens on `port`.
    pub(crate) fn new(port: u16) -> Self {
        Self { listener: port, ..Self::default() }
    }

    /// Names for a server to which anybody may come.
    pub(crate) fn of_strangers() -> Self {
        Self { strangers: Some(Strangers::default()), ..Self::default() }
    }

    /// The clients that nobody introduces.
    pub(crate) fn strangers(&mut self) -> Option<&mut Strangers> {
        self.strangers.as_mut()
    }

    /// The connections whose clients have been given a name since the last time.
    pub(crate) fn new_connections(&mut self) -> Vec<Connection> {
        self.strangers.as_mut().map(Strangers::take).unwrap_or_default()
    }

    /// Introduces a client that calls from `port`.
    pub(crate) fn meet(&mut self, who: Subject, port: u16) {
        self.clients.insert(port, who);
    }

    /// Whether a part of a long text to somebody is still to be sent.
    pub(crate) fn has_rest(&self, who: Subject) -> bool {
        self.rests.contains(&who)
    }

    /// Notes whether a part of a long text is left.
    pub(crate) fn leave(&mut self, who: Subject, is_rest: bool) {
        if is_rest {
            self.rests.insert(who);
        } else {
            self.rests.remove(&who);
        }
    }

    /// Introduces a process that was forked.
    pub(crate) fn bear(&mut self, child: Pid) {
        self.children.push(child);
    }

    /// Gives one name to all that a process has open, apart from its listener and its standard
    /// streams.
    pub(crate) fn call_all(&mut self, process: Pid, name: Subject) {
        for descriptor in 3..64 {
            let Some(file) = open_file(process, descriptor) else { continue };
            if self.socket(process, descriptor, &file).is_none() {
                self.files.insert(file, name);
            }
        }
    }

    /// Names a descriptor; `None` for a file on a disk, a terminal and other things that no client is
    /// behind. A file in memory (memfd_create(2)) is there for what its pages are used for.
    pub(crate) fn of(&mut self, process: Pid, descriptor: i32) -> Option<Subject> {
        let Some(file) = open_file(process, descriptor) else { return Some(Subject::Closed) };
        if let Some(name) = self.files.get(&file) {
            return Some(*name);
        }
        let name = self.new_name(process, descriptor, &file)?;
        // A socket may yet become a listener, or be connected.
        if !file.starts_with("anon_inode") && name != Subject::OtherSocket {
            self.files.insert(file, name);
        }
        Some(name)
    }

    /// Names a descriptor that is a socket or has no name in the file system; a pipe is numbered when
    /// it is used.
    pub(crate) fn of_socket_or_kind(&mut self, process: Pid, descriptor: i32) -> Option<Subject> {
        let file = open_file(process, descriptor)?;
        if file.starts_with("pipe:") { None } else { self.of(process, descriptor) }
    }

    fn new_name(&mut self, process: Pid, descriptor: i32, file: &str) -> Option<Subject> {
        match file.split_once(':')? {
            ("anon_inode", "[pidfd]") => self.child(process, descriptor),
            ("anon_inode", kind) => anonymous(kind),
            ("pipe", _) => Some(self.next_pipe()),
            ("/memfd", _) => Some(Subject::File),
            ("socket", _) => {
                Some(self.socket(process, descriptor, file).unwrap_or(Subject::OtherSocket))
            }
            _ => None,
        }
    }

    /// The child behind a descriptor of a process; none once it has been reaped.
    fn child(&self, process: Pid, descriptor: i32) -> Option<Subject> {
        let child = process_of(process, descriptor)?;
        let place = self.children.iter().position(|known| *known == child)?;
        Some(Subject::Child(place + 1))
    }

    /// Numbers pipes from 1 again: what came before is no part of the scene.
    pub(crate) fn begin(&mut self) {
        let lasts = |name: &Subject| !matches!(name, Subject::Pipe(_));
        self.files.retain(|_, name| lasts(name));
        // What is on a list already is named anew when it is reported.
        self.tokens.retain(|_, name| lasts(name));
        self.pipes = 0;
    }

    fn next_pipe(&mut self) -> Subject {
        self.pipes += 1;
        Subject::Pipe(self.pipes)
    }

    fn socket(&mut self, process: Pid, descriptor: i32, file: &str) -> Option<Subject> {
        let ports = ports::of(process, descriptor, file)?;
        if let Some(strangers) = &mut self.strangers {
            return strangers.behind(&ports);
        }
        if let Some(client) = ports.peer.and_then(|peer| self.client(peer.port())) {
            return Some(client);
        }
        let is_its = ports.local.port() == self.listener;
        is_its.then_some(if ports.takes_datagrams { Subject::Socket } else { Subject::Listener })
    }

    /// The client that has sent a datagram from `port`, or is sent one there.
    pub(crate) fn sender(&mut self, port: u16) -> Option<Subject> {
        match &mut self.strangers {
            Some(strangers) => Some(strangers.sender(port)),
            None => self.client(port),
        }
    }

    /// The client that calls from `port`.
    pub(crate) fn client(&self, port: u16) -> Option<Subject> {
        let known = self.clients.get(&port).copied();
        known.or_else(|| self.strangers.as_ref()?.caller(port))
    }

    /// Remembers what `token` stands for when `epoll` reports it.
    pub(crate) fn register(&mut self, process: Pid, epoll: i32, token: u64, name: Subject) {
        self.tokens.insert((process, epoll, token), name);
    }

    /// Returns what `token` stands for when `epoll` reports it.
    ///
    /// The list may have been filled through a duplicate of `epoll`, or by another process; then the
    /// kernel says which descriptor was registered with this token. Where that is closed by now, it is
    /// the one subject that was registered with this token anywhere.
    pub(crate) fn token(&mut self, process: Pid, epoll: i32, token: u64) -> Subject {
        let own = self.tokens.get(&(process, epoll, token)).copied();
        let known = own.or_else(|| self.watched(process, epoll, token));
        known.or_else(|| self.only_one(token)).unwrap_or(Subject::Unknown)
    }

    /// The one descriptor that `epoll` watches under this token, as the kernel lists it.
    fn watched(&mut self, process: Pid, epoll: i32, token: u64) -> Option<Subject> {
        let list = watched(process, epoll);
        let mut descriptors = list.iter().filter(|(_, of)| *of == token).map(|(number, _)| *number);
        let only = descriptors.next().filter(|_| descriptors.next().is_none())?;
        self.of(process, only).filter(|name| *name != Subject::Closed)
    }

    fn only_one(&self, token: u64) -> Option<Subject> {
        let mut all = self.tokens.iter().filter(|(key, _)| key.2 == token).map(|(_, who)| *who);
        let first = all.next()?;
        all.all(|who| who == first).then_some(first)
    }
}

fn anonymous(kind: &str) -> Option<Subject> {
    let name = match kind {
        "[eventpoll]" => Subject::Epoll,
        "[eventfd]" => Subject::Eventfd,
        "[timerfd]" => Subject::Timer,
        "[signalfd]" => Subject::Signals,
        "[io_uring]" => Subject::Ring,
        _ => return None,
    };
    Some(name)
}
