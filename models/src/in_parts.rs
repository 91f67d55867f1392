//! poll(2) when it takes no list as long as ours: in parts that it takes.
//!
//! The limit of descriptors (RLIMIT_NOFILE) may be lowered while a server runs. What is open stays
//! open, but a list that is longer than the limit is refused (EINVAL). So is one for which the
//! kernel has no memory at the moment (ENOMEM).

use std::io;

use rustix::{
    event::{self, PollFd, Timespec},
    io::Errno,
    process::{Resource, getrlimit},
};
use socket_core::net::{self, Blame};

use crate::scarcity;

/// The longest part: less memory than a page.
const LONGEST: u64 = 256;

/// poll(2), which a signal may end for nothing; or else a look at all of `fds` in parts.
pub(crate) fn poll(fds: &mut [PollFd<'_>], timeout: Option<&Timespec>) -> io::Result<()> {
    match event::poll(fds, timeout) {
        Ok(_) => {}
        Err(error) => match net::blame(error) {
            Blame::Nobody => {}
            Blame::Moment => look_in_parts(fds),
            // Of poll(2) alone this is the moment's too: it has no other argument that may be wrong.
            Blame::Us if error == Errno::INVAL => look_in_parts(fds),
            Blame::Peer | Blame::Us => return Err(error.into()),
        },
    }
    Ok(())
}

/// Looks at all of `fds`, and pauses if none is ready.
fn look_in_parts(fds: &mut [PollFd<'_>]) {
    let limit = getrlimit(Resource::Nofile).current.unwrap_or(LONGEST);
    let part = usize::try_from(limit.clamp(1, LONGEST)).expect("it is small");
    // A part that fails has nothing ready for now; it is looked at again.
    let look = |part: &mut [PollFd<'_>]| event::poll(part, Some(&Timespec::default()));
    let ready: usize = fds.chunks_mut(part).map(|part| look(part).unwrap_or(0)).sum();
    if ready == 0 {
        scarcity::rest();
    }
}
