//! The instance that a thread uses for its scenes, one after the other.
//!
//! To make one takes the kernel ten times as long as to play a scene. So a thread keeps it for the
//! next scene, and removes it at its end.

use std::cell::RefCell;

use rustix::process::Pid;

use crate::tracefs::{TRACEPOINTS, Unavailable, folder::Folder};

/// How much each processor's buffer holds, in KiB: a scene with a crowd needs half of it.
const SIZE: usize = 2048;

thread_local! {
    /// What the last scene has left for the next one.
    static SPARE: RefCell<Option<Folder>> = const { RefCell::new(None) };
}

/// An instance in use; when it is dropped, the next scene of this thread may have it.
#[derive(Debug)]
pub(crate) struct Instance(Option<Folder>);

impl Instance {
    /// The thread's instance; the first time, it is made.
    pub(crate) fn take() -> Result<Self, Unavailable> {
        let spare = SPARE.with(RefCell::take);
        let folder = spare.map_or_else(|| Folder::make(TRACEPOINTS, SIZE), Ok)?;
        Ok(Self(Some(folder)))
    }

    pub(crate) fn folder(&self) -> &Folder {
        self.0.as_ref().expect("it is there until it is dropped")
    }

    /// Listens to these tasks and their children; to which port they listen may not be known.
    pub(crate) fn listen(&self, tasks: &[Pid], port: Option<u16>) -> Result<(), Unavailable> {
        let tasks: Vec<String> = tasks.iter().map(|task| task.to_string()).collect();
        self.folder().filter(port, &tasks)?;
        self.folder().put("set_event_pid", &tasks.join(" "))?;
        self.folder().listen()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let folder = self.0.take().filter(|folder| folder.silence().is_ok());
        // At the end of the thread there is no place for it any more: then it is removed.
        SPARE.try_with(|spare| spare.replace(folder)).ok();
    }
}
