//! What is sent: a file in memory, and a mapping of it, so that all ways send the same pages.

use std::{fs::File, io, os::unix::fs::FileExt};

use rustix::fs::{MemfdFlags, memfd_create};

use crate::pages::Pages;

/// How large it is where no two messages may be the same bytes: more than the processor's caches hold.
const COLD: usize = 64 << 20;

/// Whether a message is likely to be in the processor's caches when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Warmth {
    /// The same bytes again and again.
    Warm,
    /// Others each time.
    Cold,
}

impl Warmth {
    pub(crate) const ALL: [Self; 2] = [Self::Warm, Self::Cold];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Warm => "warm",
            Self::Cold => "cold",
        }
    }
}

/// A file, and the same bytes in memory.
pub(crate) struct Source {
    pub(crate) file: File,
    pub(crate) pages: Pages,
    /// The length of a message.
    pub(crate) size: usize,
}

impl Source {
    pub(crate) fn new(size: usize, warmth: Warmth) -> io::Result<Self> {
        let length = if warmth == Warmth::Cold { COLD } else { size };
        let file = File::from(memfd_create("source", MemfdFlags::CLOEXEC)?);
        let piece = vec![b'x'; size.min(1 << 20)];
        for place in (0..length).step_by(piece.len()) {
            file.write_all_at(&piece, place as u64)?;
        }
        let pages = Pages::of_file(&file, length)?;
        // To have pages mapped is no part of a send.
        pages.touch();
        Ok(Self { file, pages, size })
    }

    /// Where the message of this number begins.
    pub(crate) fn place(&self, message: usize) -> usize {
        message * self.size % self.pages.len()
    }
}
