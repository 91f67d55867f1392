//! Whose an instance is: its name tells, so that nobody's is ever left behind for long.

use std::{
    fs,
    path::{Path, PathBuf},
    process::id,
};

use rustix::{process::geteuid, thread::gettid};

/// How the names of our instances begin; then come process and thread.
const PREFIX: &str = "waits";

/// Where this thread may make its instance.
pub(crate) fn own(instances: &Path) -> PathBuf {
    instances.join(format!("{PREFIX}-{}-{}", id(), gettid()))
}

/// Where this process may make the one beside it.
pub(crate) fn beside(instances: &Path) -> PathBuf {
    instances.join(format!("{PREFIX}-{}-0", id()))
}

/// Where root may have made one for this user.
pub(crate) fn given(instances: &Path) -> PathBuf {
    instances.join(format!("{PREFIX}-user-{}", geteuid().as_raw()))
}

/// Removes the instances of processes that are no more.
pub(crate) fn sweep(instances: &Path) {
    for entry in fs::read_dir(instances).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(process_of) else { continue };
        if !Path::new(&format!("/proc/{process}")).exists() {
            // Another process may be doing the same.
            fs::remove_dir(entry.path()).ok();
        }
    }
}

/// The process that has made the instance of this name; none if it is not one of ours.
fn process_of(name: &str) -> Option<u32> {
    let (process, thread) = name.strip_prefix(PREFIX)?.strip_prefix('-')?.split_once('-')?;
    thread.parse::<u32>().ok()?;
    process.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::process_of;

    #[test]
    fn an_instance_is_known_by_its_process() {
        assert_eq!(process_of("waits-812-815"), Some(812));
        assert_eq!(process_of("waits-user-1000"), None);
        assert_eq!(process_of("another"), None);
    }
}
