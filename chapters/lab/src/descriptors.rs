//! A descriptor for each idle client, on either side.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Lets this process, and those that it starts, have as many as they may.
pub fn allow_many() {
    let limit = getrlimit(Resource::Nofile);
    // Where it is refused, there are fewer, and `most` says how many.
    _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}

/// How many clients this process can be at the same time.
pub(crate) fn most() -> usize {
    let limit = getrlimit(Resource::Nofile).current;
    limit.and_then(|limit| usize::try_from(limit).ok()).map_or(usize::MAX, |limit| limit - 64)
}
