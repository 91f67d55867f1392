//! No descriptor is left for the next client: it waits in the backlog, and we wait for a moment.

use std::{os::fd::OwnedFd, thread, time::Duration};

use socket_core::net::Accepted;

/// How long the listener is left alone.
pub(crate) const PAUSE: Duration = Duration::from_millis(100);

/// The client, if there is one. As long as an executor has no timers, nobody else has a turn
/// during the pause.
pub(crate) fn client_or_pause(accepted: Accepted) -> Option<OwnedFd> {
    match accepted {
        Accepted::Client(client) => return Some(client),
        Accepted::Exhausted => thread::sleep(PAUSE),
        Accepted::NotNow | Accepted::Stopped => {}
    }
    None
}
