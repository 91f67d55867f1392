//! A server that somebody else has written: how it is started, and in which scenes it is played.

use std::{ffi::OsString, io, path::Path};

use guide::{Script, Target, recording::json::Document};

use crate::{
    folder::Folder,
    program::{Missing, find, says},
};

/// A server.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// What this book calls it.
    pub name: &'static str,
    /// Which program it is, or runs it.
    pub program: &'static str,
    /// Debian's package for that program; none, if this workspace builds it.
    pub package: Option<&'static str>,
    /// With what the program says its version.
    pub(crate) version: &'static [&'static str],
    /// What starts it: see [`start`](Self::start).
    pub(crate) command: fn(&Path, &Folder) -> Result<Vec<OsString>, Missing>,
    /// What its clients do.
    pub scenes: &'static [Scene],
    /// What it did when it was recorded for the book.
    pub(crate) stored: &'static str,
}

/// A script that is played with it.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    /// A word for it.
    pub name: &'static str,
    /// What its clients do.
    pub script: Script,
}

impl Server {
    /// What it did when it was recorded for the book; the title has the version of its program.
    ///
    /// # Errors
    ///
    /// The file is none that this program can read.
    pub fn stored(&self) -> io::Result<Document> {
        Document::read(self.stored)
    }

    /// Its program with its version.
    #[must_use]
    pub fn titled(&self, version: &str) -> String {
        format!("{} {version}", self.program)
    }

    /// What its program says of its version.
    ///
    /// # Errors
    ///
    /// It is not installed.
    pub fn version(&self) -> Result<String, Missing> {
        let program = find(self.program, self.package)?;
        Ok(says(program, self.version).unwrap_or_else(|| "a version that it does not say".into()))
    }

    /// The command that starts it, with whatever it needs in `folder`.
    ///
    /// # Errors
    ///
    /// It is not installed, or can't be made ready.
    pub fn start(&self, folder: &Folder) -> Result<Target, Missing> {
        let program = find(self.program, self.package)?;
        (self.command)(&program, folder).map(Target::Command)
    }
}
