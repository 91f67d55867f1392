//! A server in a process of its own: started, watched and stopped from outside.

use std::{
    env,
    ffi::OsStr,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    os::{fd::OwnedFd, unix::process::ExitStatusExt},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use io_models::{Model, inherited};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, PidfdGetfdFlags, Signal, kill_process, pidfd_getfd, pidfd_open},
};
use socket_core::net;

use crate::{
    bare,
    client::{Client, PATIENCE, uninterrupted},
    observe::{Process, eventually},
    serve,
    settings::Settings,
};

const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A server that is still there after so long does not stop. The grace of one that has to stop at
/// once is longer than that, so that it can't have waited for it; and a busy machine has time.
pub(crate) const STOPS_WITHIN: Duration = Duration::from_secs(30);

/// A server; it is killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    model: &'static Model,
    child: Child,
}

impl Server {
    /// With the limits of the book.
    pub(crate) fn start(model: &'static Model) -> Self {
        Self::with(model, Settings::default())
    }

    pub(crate) fn with(model: &'static Model, settings: Settings) -> Self {
        Self::serve(ANY_PORT, model, command(model, settings))
    }

    /// Under strace(1), which makes some of its system calls fail: `-e inject=` in its manual.
    pub(crate) fn traced(model: &'static Model, inject: &str) -> Self {
        Self::serve(ANY_PORT, model, traced(model, inject))
    }

    /// Started by this command.
    pub(crate) fn of(model: &'static Model, start: Command) -> Self {
        Self::serve(ANY_PORT, model, start)
    }

    /// The same, with more threads than the one that it takes to count calls.
    pub(crate) fn traced_with(model: &'static Model, settings: Settings, inject: &str) -> Self {
        Self::serve(ANY_PORT, model, under_strace(command(model, settings), &injects(inject)))
    }

    /// Under strace(1), which writes down all its system calls.
    pub(crate) fn logged(model: &'static Model, log: &Path) -> Self {
        let log = log.to_str().expect("it is ours, and plain");
        Self::serve(ANY_PORT, model, under_strace(one_thread(model), &["-o", log]))
    }

    /// With SIGTERM and SIGINT blocked and ignored by the program that starts it.
    pub(crate) fn with_signals_blocked(model: &'static Model) -> Self {
        let server = command(model, Settings::default());
        let mut start = Command::new("env");
        start.args(["--ignore-signal=TERM,INT", "--block-signal=TERM,INT"]);
        start.arg(env::current_exe().expect("this program has a path"));
        start.envs(server.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Self::serve(ANY_PORT, model, start)
    }

    /// At the address of a server that has stopped.
    pub(crate) fn at(address: SocketAddr, model: &'static Model) -> Self {
        Self::serve(address, model, command(model, Settings::default()))
    }

    /// The listener is there before the server is, so nobody has to wait for it.
    fn serve(address: SocketAddr, model: &'static Model, mut command: Command) -> Self {
        let listener = TcpListener::from(net::listen(address).expect("the address is free"));
        let address = listener.local_addr().expect("it is bound");
        let child = command.stdin(OwnedFd::from(listener)).spawn();
        Self { address, model, child: child.expect("this program can be run again") }
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

    /// A copy of each of its descriptors.
    pub(crate) fn sockets(&self) -> Vec<OwnedFd> {
        let family = self.process().family().into_iter();
        let copies = family.flat_map(|process| {
            let whole = pidfd_open(process.pid, PidfdFlags::empty()).expect("the server is there");
            // It is gone again, or the kernel does not let us look (ptrace(2), access modes).
            let copy = move |number| pidfd_getfd(&whole, number, PidfdGetfdFlags::empty()).ok();
            process.descriptors().into_iter().filter_map(copy)
        });
        copies.collect()
    }

    /// Whether it uses no processor time while there is nothing to do.
    pub(crate) fn can_rest(&self) -> bool {
        self.model.rests
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// One that would be ended by the word to stop has not started: it may be slow beside others.
    #[track_caller]
    pub(crate) fn has_started(&self) {
        if !bare::is_bare(self.model) {
            eventually("it hears SIGTERM", PATIENCE, || self.process().handles(Signal::TERM));
        }
    }

    #[track_caller]
    pub(crate) fn signal(&self, signal: Signal) {
        if [Signal::TERM, Signal::INT].contains(&signal) {
            self.has_started();
        }
        kill_process(self.pid(), signal).expect("the server is there");
    }

    /// Asks it to stop, which it does in time and without an error.
    #[track_caller]
    pub(crate) fn stop(self) {
        self.signal(Signal::TERM);
        self.has_stopped();
    }

    /// It has been asked to stop, and does so in time and without an error.
    #[track_caller]
    pub(crate) fn has_stopped(mut self) {
        let status = self.exit();
        assert!(self.is_well(status), "the server stopped, but with {status}");
    }

    /// As [`Server::stop`], after what is told where that fails.
    pub(crate) fn stops_after(mut self, what: &str) {
        self.signal(Signal::TERM);
        let status = self.exit();
        assert!(self.is_well(status), "the server stopped, but with {status}: {what}");
    }

    /// Without a library, nobody has said what SIGTERM does but the kernel.
    fn is_well(&self, status: ExitStatus) -> bool {
        let is_bare = bare::is_bare(self.model);
        status.success() || is_bare && status.signal() == Some(Signal::TERM.as_raw())
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
    let mut command = inherited::command(serve::MODEL, model.name, Stdio::null());
    settings.hand_over(&mut command);
    command
}

/// This program as a server under strace(1), as [`Server::traced`] starts it.
pub(crate) fn traced(model: &Model, inject: &str) -> Command {
    under_strace(one_thread(model), &injects(inject))
}

/// Under strace(1), as if there were no such files.
pub(crate) fn without(model: &Model, files: &[&str]) -> Command {
    let mut options = vec!["-o", "/dev/null", "-e", "inject=open,openat:error=ENOENT"];
    options.extend(files.iter().flat_map(|file| ["-P", file]));
    under_strace(one_thread(model), &options)
}

fn injects(inject: &str) -> [String; 4] {
    ["-o", "/dev/null", "-e", &format!("inject={inject}")].map(str::to_owned)
}

/// strace(1) counts the calls of each thread by itself, so let there be one.
fn one_thread(model: &Model) -> Command {
    command(model, Settings { threads: Some(1), workers: Some(1), ..Settings::default() })
}

fn under_strace(server: Command, options: &[impl AsRef<OsStr>]) -> Command {
    // The tracer is the grandchild (-D), so that the server is our child as ever. Before it is one, it
    // gives the tracer three seconds, which is not always enough beside others, and dies of an alarm:
    // then whoever has connected is reset. So it hears none.
    let mut strace = Command::new("env");
    strace.args(["--ignore-signal=ALRM", "strace", "-D", "-f", "--quiet=all"]).args(options);
    // The server's own name for itself would be strace's here.
    strace.arg(env::current_exe().expect("this program has a path"));
    strace.envs(server.get_envs().filter_map(|(name, value)| Some((name, value?))));
    strace
}

/// How a process ends, within that time.
pub(crate) fn exit(child: &mut Child, within: Duration) -> ExitStatus {
    let process = pidfd_open(Pid::from_child(child), PidfdFlags::empty()).expect("it is a child");
    let within = Timespec::try_from(within).expect("it is short");
    let mut ends = [PollFd::new(&process, PollFlags::IN)];
    let ended =
        uninterrupted(|| Ok(poll(&mut ends, Some(&within))?)).expect("it can be waited for");
    assert!(ended > 0, "the server is still there after {within:?}");
    child.wait().expect("it has ended")
}
