//! The server's side of a start: a fresh process of this program becomes the server.
//!
//! It asks to be traced and stops itself; what it did to get there is never seen, and the server's
//! own code begins after that.

use std::{
    env,
    ffi::OsStr,
    io::{self, Write},
    num::NonZero,
    os::unix::process::{CommandExt, parent_id},
    process::{Command, exit},
};

use io_models::{Server, inherited, shutdown};
use rustix::process::{Signal, set_parent_process_death_signal, setsid};
use tracer::{ask_to_be_followed, ask_to_be_traced};

/// How a server is run: it returns when it is told to shut down.
pub type Serve = fn(Server) -> io::Result<()>;

/// The environment variable that tells a fresh process which server to become.
pub(crate) const SERVER: &str = "PLAY_SERVER";

/// The environment variable with which a server is left alone by the tracer.
pub(crate) const UNTRACED: &str = "PLAY_UNTRACED";

/// The environment variable with which a server waits to be followed while it serves for real.
pub(crate) const LIVE: &str = "PLAY_LIVE";

/// The environment variable with the process number of the director.
pub(crate) const DIRECTOR: &str = "PLAY_DIRECTOR";

/// The name of a server that is another program: the arguments are its command line.
pub(crate) const COMMAND: &str = "-";

/// The size of a pool of threads in a scene: enough to see that a third client waits.
const POOL: usize = 2;

/// How many threads that wait for many clients there are in a scene, whatever the cores: enough to
/// see whose turn it is.
const WORKERS: Option<NonZero<usize>> = NonZero::new(3);

/// Becomes the server that the environment names, and does not return; returns if it names none.
///
/// Every program that plays scripts calls this first.
pub fn enter(servers: &[(&str, Serve)]) {
    let Some(name) = env::var_os(SERVER) else { return };
    let serve = servers.iter().find(|(known, _)| *known == name).map(|(_, serve)| *serve);
    let outcome = match serve {
        Some(serve) => become_known(serve),
        None if name == COMMAND => become_command(),
        None => Err(io::Error::other("this program has no such server")),
    };
    exit(report(outcome));
}

fn report(outcome: io::Result<()>) -> i32 {
    let Err(error) = outcome else { return 0 };
    // Where standard error is closed or full, the exit status has to do.
    writeln!(io::stderr(), "The server failed: {error}.").ok();
    1
}

fn become_known(serve: Serve) -> io::Result<()> {
    let mut server = Server::new(inherited::take_listener()?, shutdown::on_signals()?);
    if env::var_os(LIVE).is_none() {
        server.limits.threads = POOL;
        server.limits.workers = WORKERS;
    }
    wait_for_tracer()?;
    serve(server)
}

fn become_command() -> io::Result<()> {
    let mut arguments = env::args_os().skip(1);
    let Some(program) = arguments.next() else { return Ok(()) };
    let mut command = Command::new(&program);
    command.args(arguments).env_remove(SERVER).env_remove(UNTRACED);
    command.env_remove(DIRECTOR).env_remove(LIVE);
    wait_for_tracer()?;
    Err(can_not_be_run(&program, &command.exec()))
}

fn can_not_be_run(program: &OsStr, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{} can't be run: {error}", program.display()))
}

/// Hands the process over to the tracer, which lets it go on.
fn wait_for_tracer() -> io::Result<()> {
    // A session of its own: Ctrl-C reaches only the director, and no terminal can stop the server.
    setsid()?;
    // The kernel kills a traced server with its director; this is for one that is not traced.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    // If the director died before that call, no death signal will come: look now.
    if env::var(DIRECTOR).ok() != Some(parent_id().to_string()) {
        exit(1);
    }
    match (env::var_os(UNTRACED), env::var_os(LIVE)) {
        (Some(_), _) => Ok(()),
        (None, Some(_)) => ask_to_be_followed(),
        (None, None) => ask_to_be_traced(),
    }
}
