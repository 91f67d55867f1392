//! A server at work, and what its work costs.

use std::time::Duration;

use anyhow::Result;

use crate::{calls, cpu, idle::Idle, load::Load, running::Running};

/// How long one measurement may take.
const TIME: Duration = Duration::from_secs(2);

/// A server under a load.
pub(crate) struct Serving {
    pub(crate) name: &'static str,
    server: Running,
    #[expect(dead_code, reason = "they are only held")]
    idle: Idle,
    load: Load,
    /// As many as can be sent in [`TIME`].
    requests: usize,
}

impl Serving {
    /// Sees how many requests a server can be asked.
    pub(crate) fn new(server: Running, load: Load) -> Result<Self> {
        let idle = Idle::connect(server.address(), load.idle)?;
        let requests = load.rehearse(server.address(), TIME)?;
        Ok(Self { name: server.name(), server, idle, load, requests })
    }

    /// What a request costs, in microseconds of CPU time, while one of `parts` parts of the
    /// requests is sent.
    pub(crate) fn measure(&self, parts: usize) -> Result<f64> {
        let requests = self.requests / parts;
        let process = self.server.process();
        cpu::wait_for_children(process, self.load.idle)?;
        let before = cpu::time(process)?;
        self.load.run(self.server.address(), requests)?;
        cpu::wait_for_children(process, self.load.idle)?;
        let spent = cpu::time(process)?.saturating_sub(before);
        Ok(spent.as_secs_f64() * 1e6 / requests as f64)
    }

    /// System calls of a request, in a run of its own: to count them takes time.
    pub(crate) fn count_calls(&self) -> Result<f64> {
        let requests = self.requests / 4;
        let load = self.load.command(self.server.address(), requests);
        Ok(calls::count(self.server.process(), &load)? as f64 / requests as f64)
    }

    /// Ends it; or says that it has ended before.
    pub(crate) fn end(self) -> Result<()> {
        self.server.end()
    }
}
