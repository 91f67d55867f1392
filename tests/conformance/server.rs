//! A server in a process of its own: started, watched and stopped from outside.

use std::{
    env,
    net::{SocketAddr, TcpListener},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use io_models::Model;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open},
};
use socket_core::net;

use crate::{client::Client, observe::Process, serve, settings::Settings};

/// How long a server may take to stop: the promise.
pub(crate) const STOPS_WITHIN: Duration = Duration::from_secs(3);

/// A server; it is killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
}

impl Server {
    /// With the limits of the book.
    pub(crate) fn start(model: &Model) -> Self {
        Self::with(model, Settings::default())
    }

    pub(crate) fn with(model: &Model, settings: Settings) -> Self {
        Self::at("127.0.0.1:0".parse().expect("an address"), model, settings)
    }

    /// At an address; the listener is there before the server is, so no one has to wait for it.
    pub(crate) fn at(address: SocketAddr, model: &Model, settings: Settings) -> Self {
        let listener = TcpListener::from(net::listen(address).expect("the address is free"));
        let address = listener.local_addr().expect("it is bound");
        let mut command = command(model, settings);
        let child = command.stdin(Stdio::from(std::os::fd::OwnedFd::from(listener))).spawn();
        Self { address, child: child.expect("this program can be run again") }
    }

    /// A client that is connected: to the server, or to its backlog.
    pub(crate) fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    /// A client that has been served already.
    pub(crate) fn client(&self) -> Client {
        let mut client = self.connect();
        client.ping();
        client
    }

    pub(crate) fn process(&self) -> Process {
        Process::new(self.pid())
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the server is there");
    }

    /// Asks it to stop, which it does in time and without an error.
    pub(crate) fn stop(self) {
        self.signal(Signal::TERM);
        self.has_stopped();
    }

    /// It has been asked to stop, and does so in time and without an error.
    pub(crate) fn has_stopped(mut self) {
        let status = self.exit();
        assert!(status.success(), "the server stopped, but with {status}");
    }

    /// How it ends, which it does in time.
    pub(crate) fn exit(&mut self) -> ExitStatus {
        exit(&mut self.child, STOPS_WITHIN)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail if it has ended, and that is what is wanted.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// This program, to be run as a server.
pub(crate) fn command(model: &Model, settings: Settings) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.env(serve::MODEL, model.name);
    settings.hand_over(&mut command);
    command
}

/// How a process ends, within that time.
pub(crate) fn exit(child: &mut Child, within: Duration) -> ExitStatus {
    let process = pidfd_open(Pid::from_child(child), PidfdFlags::empty()).expect("it is a child");
    let deadline = Instant::now() + within;
    let left = deadline.saturating_duration_since(Instant::now());
    let left = Timespec::try_from(left).expect("it is short");
    let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&left)).expect("poll(2)");
    assert!(ended > 0, "the server is still there after {within:?}");
    child.wait().expect("it has ended")
}
