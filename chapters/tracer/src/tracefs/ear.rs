//! What an instance tells while it is listened to: each line is read once, and then the kernel has room
//! for another.

use std::{fs::File, io::Read};

use rustix::process::Pid;

use crate::tracefs::{Seen, Unavailable, folder::Folder, line::Lines, seen::Reader};

/// An open ear.
#[derive(Debug)]
pub(crate) struct Ear {
    pipe: File,
    lines: Lines,
    reader: Reader,
}

impl Ear {
    /// Listens to an instance.
    pub(crate) fn at(folder: &Folder) -> Result<Self, Unavailable> {
        let (lines, reader) = (Lines::default(), Reader::default());
        Ok(Self { pipe: folder.pipe()?, lines, reader })
    }

    /// What was heard of these tasks since the last time.
    pub(crate) fn news(&mut self, tasks: &[Pid]) -> Vec<Seen> {
        let mut heard = Vec::new();
        // It ends with EAGAIN: there is no more for now.
        self.pipe.read_to_end(&mut heard).ok();
        self.lines.read(&String::from_utf8_lossy(&heard));
        self.reader.understand(&self.lines.take_whole(), tasks)
    }
}
