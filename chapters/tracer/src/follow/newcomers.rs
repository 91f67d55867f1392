//! Clients that nobody has introduced, as they come: their connections are in the kernel's queue before
//! the server has them.

use recording::{Call, Moment, Outcome, Subject};

use crate::{Tracer, sock_diag};

impl Tracer {
    /// The connections that have come, before calls are told that accept them or tell of them.
    pub(crate) fn newcomers(&mut self, calls: &[&Call]) -> Vec<Moment> {
        if self.lane.is_some() && calls.iter().any(|call| reports_connections(call)) {
            let all = self.connections();
            self.queue(&all);
        }
        let new = self.names.new_connections();
        let lane = self.lane.iter_mut();
        lane.flat_map(|lane| new.iter().map(|of| lane.comes(*of)).collect::<Vec<_>>()).collect()
    }

    /// What has come and what waits, now that the server is at rest.
    pub(crate) fn look_around(&mut self) {
        if self.lane.is_none() {
            return;
        }
        let all = self.connections();
        self.queue(&all);
        let come = self.newcomers(&[]);
        self.log.moments(come);
        self.log.moments(self.lane.iter_mut().flat_map(|lane| lane.look_around(&all)));
    }

    /// All connections to the server's listeners. Where the kernel does not tell, there are none.
    fn connections(&mut self) -> Vec<sock_diag::Connection> {
        let listeners = self.names.strangers().map(|all| all.listeners.clone()).unwrap_or_default();
        let all = |listener| sock_diag::all(listener).unwrap_or_default();
        listeners.into_iter().flat_map(all).collect()
    }

    /// Gives names to the clients whose connections are not accepted yet.
    fn queue(&mut self, all: &[sock_diag::Connection]) {
        let Some(strangers) = self.names.strangers() else { return };
        for of in all.iter().filter(|of| of.end.waits_to_be_accepted()) {
            strangers.waits(of.server, of.client);
        }
    }
}

/// Whether a call tells that there are connections to be accepted.
fn reports_connections(call: &Call) -> bool {
    let Outcome::Ready(list) = &call.outcome else { return false };
    list.iter().any(|found| found.subject == Subject::Listener)
}
