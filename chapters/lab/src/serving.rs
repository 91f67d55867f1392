//! A server at work, and what its work costs.

use std::time::Duration;

use anyhow::Result;

use crate::{
    calls::Counter,
    cpu::wait_for_children,
    load::Load,
    running::Running,
    traffic::{Clients, Request},
    watch::{Account, processes},
};

/// A server under a load.
pub(crate) struct Serving {
    pub(crate) name: &'static str,
    request: Request,
    clients: Clients,
    #[expect(dead_code, reason = "they are only held")]
    idle: Clients,
    /// The last: it ends after its clients have left.
    server: Running,
}

/// Before it counts.
const WARM_UP: Duration = Duration::from_millis(20);

impl Serving {
    /// Connects the clients, and lets them ask for a moment.
    pub(crate) fn new(server: Running, load: &Load) -> Result<Self> {
        let idle = Clients::connect(server.address(), load.idle)?;
        let clients = load.connect(server.address())?;
        let (name, request) = (server.name(), load.request());
        let mut serving = Self { name, request, clients, idle, server };
        serving.ask(WARM_UP)?;
        // One looked whether it serves, and has left.
        wait_for_children(serving.server.process(), load.idle + load.clients)?;
        Ok(serving)
    }

    /// What a request costs, in microseconds of CPU time, while the clients ask for so long.
    pub(crate) fn measure(&mut self, time: Duration) -> Result<f64> {
        let before = Account::of(self.server.process())?;
        let requests = self.ask(time)?;
        let spent = Account::of(self.server.process())?.since(&before).time;
        Ok(spent.as_secs_f64() * 1e6 / requests)
    }

    /// System calls of a request, in a run of its own: to count them takes time.
    pub(crate) fn count_calls(&mut self, time: Duration) -> Result<f64> {
        let counter = Counter::start(&processes(self.server.process()))?;
        let requests = self.ask(time)?;
        Ok(counter.end()? as f64 / requests)
    }

    fn ask(&mut self, time: Duration) -> Result<f64> {
        Ok(self.clients.ask_again(&self.request, time, u64::MAX)?.requests as f64)
    }

    /// Ends it; or says that it has ended before.
    pub(crate) fn end(self) -> Result<()> {
        self.server.end()
    }
}
