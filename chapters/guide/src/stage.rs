//! The server's side of the curtain: a fresh process of this program becomes the server.
//!
//! It is handed its listener as standard input, as inetd did. It asks to be traced and stops
//! itself; what it did to get there is never seen, and the server's own code begins after that.

use std::{
    env,
    fs::File,
    io,
    os::{
        fd::{AsFd, OwnedFd},
        unix::process::{CommandExt, parent_id},
    },
    process::{Command, exit},
};

use io_models::{Server, shutdown};
use nix::sys::{
    ptrace::traceme,
    signal::{Signal, raise},
};
use rustix::{process::set_parent_process_death_signal, stdio::dup2_stdin};

use crate::chapter::Serve;

/// The environment variable that tells a fresh process which server to become.
pub(crate) const PART: &str = "GUIDE_PART";

/// The environment variable with which a server is left alone by the tracer.
pub(crate) const UNTRACED: &str = "GUIDE_UNTRACED";

/// The environment variable with the process number of the director.
pub(crate) const DIRECTOR: &str = "GUIDE_DIRECTOR";

/// The part of a program that is not ours: the arguments are its command line.
pub(crate) const STRANGER: &str = "-";

/// The exit status that means: the kernel does not let us be traced.
pub(crate) const REFUSED: i32 = 77;

/// The size of a pool of threads on this stage: enough to see that a third client waits.
const POOL: usize = 2;

/// Becomes the server that the environment names, and does not return; returns if it names none.
///
/// Every program that plays scripts calls this first.
pub fn enter(servers: &[(&str, Serve)]) {
    let Some(part) = env::var_os(PART) else { return };
    let serve = servers.iter().find(|(name, _)| *name == part).map(|(_, serve)| *serve);
    let outcome = match serve {
        Some(serve) => perform(serve),
        None if part == STRANGER => become_stranger(),
        None => Err(io::Error::other("this program has no such server")),
    };
    exit(report(outcome));
}

#[expect(clippy::print_stderr, reason = "the server has nobody else to tell")]
fn report(outcome: io::Result<()>) -> i32 {
    let Err(error) = outcome else { return 0 };
    eprintln!("The server failed: {error}.");
    1
}

fn perform(serve: Serve) -> io::Result<()> {
    let mut server = Server::new(take_listener()?, shutdown::on_signals()?);
    server.limits.threads = POOL;
    raise_curtain()?;
    serve(server)
}

fn become_stranger() -> io::Result<()> {
    let mut arguments = env::args_os().skip(1);
    let Some(program) = arguments.next() else { return Ok(()) };
    let mut command = Command::new(&program);
    command.args(arguments).env_remove(PART).env_remove(UNTRACED).env_remove(DIRECTOR);
    raise_curtain()?;
    let error = command.exec();
    Err(io::Error::new(error.kind(), format!("{} can't be run: {error}", program.display())))
}

/// Moves the listener from standard input to a descriptor of its own.
fn take_listener() -> io::Result<OwnedFd> {
    let listener = io::stdin().as_fd().try_clone_to_owned()?;
    dup2_stdin(File::open("/dev/null")?)?;
    Ok(listener)
}

/// Hands the process over to the tracer, which lets it go on.
fn raise_curtain() -> io::Result<()> {
    // The kernel kills a traced server with its director; this is for one that is not traced.
    set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    // A director who was gone before that call can't be missed any more.
    if env::var(DIRECTOR).ok() != Some(parent_id().to_string()) {
        exit(1);
    }
    if env::var_os(UNTRACED).is_some() {
        return Ok(());
    }
    if traceme().is_err() {
        exit(REFUSED);
    }
    Ok(raise(Signal::SIGSTOP)?)
}
