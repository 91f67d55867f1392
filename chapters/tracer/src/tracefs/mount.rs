//! Where tracefs is, and whether we are let in.

use std::{
    fs::{self, read_link},
    path::{Path, PathBuf},
};

use crate::tracefs::Unavailable;

/// What the kernel calls the namespace in which the tasks have the numbers that it calls them by.
const FIRST_NAMESPACE: &str = "pid:[4026531836]";

/// Where tracefs is mounted.
pub(crate) fn find() -> Result<PathBuf, Unavailable> {
    // The tracepoints know tasks by their numbers outside of any container.
    if read_link("/proc/self/ns/pid").is_ok_and(|name| name.as_os_str() != FIRST_NAMESPACE) {
        let why = "this is a container with process numbers of its own; \
                   run it outside, or in one that was started with --pid=host";
        return Err(Unavailable::new(why));
    }
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    in_mounts(&mounts).ok_or_else(|| {
        Unavailable::new(
            "tracefs is not mounted; as root: mount -t tracefs tracefs /sys/kernel/tracing",
        )
    })
}

/// The first tracefs in a table of mounts (proc_pid_mounts(5)).
fn in_mounts(table: &str) -> Option<PathBuf> {
    table.lines().find_map(|line| {
        let mut fields = line.split(' ').skip(1);
        let place = fields.next()?;
        (fields.next()? == "tracefs").then(|| Path::new(place).to_owned())
    })
}

/// What to say to a user who is not let in: how root gives an instance away.
pub(crate) fn refused(tracefs: &Path, given: &Path, user: u32) -> Unavailable {
    let (root, given) = (tracefs.display(), given.display());
    Unavailable::new(format!(
        "tracefs is root's; run it as root, or let root give you a part of it: \
         mkdir -p {given} && chown -R {user} {given} && chmod o+x {root} {root}/instances"
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::in_mounts;

    #[test]
    fn tracefs_is_found_by_its_kind_and_not_by_its_name() {
        let table = "tracefs /proc proc rw 0 0\nnone /sys/kernel/tracing tracefs rw 0 0\n";
        assert_eq!(in_mounts(table).as_deref(), Some(Path::new("/sys/kernel/tracing")));
        assert_eq!(in_mounts("proc /proc proc rw 0 0\n"), None);
    }
}
