//! What a server does while descriptors or memory are out: nothing, for a moment.

use std::{io, thread, time::Duration};

use rustix::io::Errno;
use socket_core::net::{self, Blame};

/// Whether an error ends the server: see [`net::ERRORS`].
pub(crate) fn is_ours(error: &io::Error) -> bool {
    Errno::from_io_error(error).is_none_or(|error| net::blame(error) == Blame::Us)
}

/// How long to wait for descriptors, memory or processes to come back.
pub(crate) const PAUSE: Duration = Duration::from_millis(100);

/// More than a new thread takes for its stack, and more than malloc(3) may have kept (mallopt(3)).
const FOR_A_THREAD: usize = 64 << 20;

/// Whether a thread can't be started for want of processes. They may come back; memory does not,
/// if it is short already for a server that serves nobody.
pub(crate) fn lacks_processes(error: &io::Error) -> bool {
    is_of_the_moment(error) && Vec::<u8>::new().try_reserve_exact(FOR_A_THREAD).is_ok()
}

/// Does nothing for a moment, in which nobody is heard: there was no memory even to wait.
pub(crate) fn rest() {
    thread::sleep(Duration::from_millis(10));
}

/// How many a wait has found ready: none, if a signal was handled, or after a rest for want of memory.
pub(crate) fn waited<N: Default>(found: Result<N, Errno>) -> io::Result<N> {
    found.or_else(|error| match net::blame(error) {
        Blame::Nobody => Ok(N::default()),
        Blame::Moment => {
            rest();
            Ok(N::default())
        }
        Blame::Peer | Blame::Us => Err(error.into()),
    })
}

/// As [`waited`], of poll(2): it also refuses a list that is longer than the limit of descriptors,
/// which somebody may have lowered meanwhile (EINVAL).
pub(crate) fn polled(found: Result<usize, Errno>) -> io::Result<usize> {
    if found == Err(Errno::INVAL) {
        rest();
        return Ok(0);
    }
    waited(found)
}

/// An error of the moment costs a rest; of a wait, no error is a client's.
pub(crate) fn rested(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if is_of_the_moment(&error) => {
            rest();
            Ok(())
        }
        done => done,
    }
}

fn is_of_the_moment(error: &io::Error) -> bool {
    Errno::from_io_error(error).is_some_and(|error| net::blame(error) == Blame::Moment)
}
