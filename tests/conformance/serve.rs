//! The server under test: this program once more, told by its environment to be a model.

use std::{env, error::Error, io, num::NonZero, process::ExitCode, time::Duration};

use io_models::{Limits, Model, Server, inherited, shutdown};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use socket_core::net;

use crate::settings::Settings;

/// The variable that names the model to serve.
pub(crate) const MODEL: &str = "CONFORMANCE_SERVE";
/// The variable that has an address to listen on; without it, the listener is standard input.
pub(crate) const ADDRESS: &str = "CONFORMANCE_ADDRESS";

/// Threads that have many clients each, however many cores there are.
const WORKERS: Option<NonZero<usize>> = NonZero::new(3);

/// Serves until SIGTERM.
pub(crate) fn main(model: Option<&Model>) -> ExitCode {
    match serve(model) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(model: Option<&Model>) -> Result<(), Box<dyn Error>> {
    let model = model.ok_or("no such model")?;
    (model.available)()?;
    let settings = Settings::from_environment();
    let listener = match env::var(ADDRESS) {
        Ok(address) => net::listen(address.parse()?)?,
        Err(_) => inherited::take_listener()?,
    };
    let mut server = Server::new(listener, shutdown::on_signals()?);
    server.limits = limits(&settings, server.limits);
    restrict(Resource::Nofile, settings.descriptors)?;
    restrict(Resource::As, settings.memory)?;
    restrict(Resource::Sigpending, settings.signals)?;
    Ok((model.serve)(server)?)
}

fn limits(settings: &Settings, limits: Limits) -> Limits {
    Limits {
        threads: settings.threads.unwrap_or(limits.threads),
        workers: settings.workers.map_or(WORKERS, NonZero::new),
        connections: settings.connections.unwrap_or(limits.connections),
        idle: settings.idle.map(Duration::from_millis),
        grace: settings.grace.map_or(limits.grace, Duration::from_secs),
        ..limits
    }
}

fn restrict(resource: Resource, most: Option<u64>) -> io::Result<()> {
    let limit = getrlimit(resource);
    let current = most.or(limit.current);
    Ok(setrlimit(resource, Rlimit { current, ..limit })?)
}

/// Lets this process and those that it starts have as many descriptors as they may.
pub(crate) fn allow_many_descriptors() {
    let limit = getrlimit(Resource::Nofile);
    // Where it is refused, the one case that needs thousands of them says so.
    _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}
