//! A client that is another program: it connects to a relay, which is the client of the script.
//!
//! Its own calls are not traced. What it has done is told when it is at rest, that is when all its
//! tasks are asleep, so that it is the same on every run.

mod asleep;
mod parent;
mod wire;

use std::{
    ffi::OsString,
    io::{self, Read},
    process::{Child, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::{
    program::{
        asleep::is_asleep,
        parent::{Parent, spawn},
        wire::Wire,
    },
    start::told,
};

/// How long a program is waited for that has nothing to do.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A program that runs.
#[derive(Debug)]
pub(crate) struct Program {
    /// What a message calls it.
    pub(crate) name: String,
    child: Child,
    _parent: Parent,
    wire: Wire,
    /// Whether the server has ended its connection, which it had not ended itself.
    pub(crate) was_cut: bool,
    output: Option<Reader>,
    errors: Option<Reader>,
}

type Reader = JoinHandle<io::Result<Vec<u8>>>;

/// What a program has done since it was last looked at.
#[derive(Debug)]
pub(crate) enum Step {
    /// It runs, or what it has done is on the way.
    Runs,
    /// It is asleep, and has done nothing.
    Waits,
    /// It has connected.
    Connects,
    /// It has sent this.
    Sends(Vec<u8>),
    /// It has promised to send no more.
    HalfCloses,
    /// It has closed the connection, and may go on without it.
    Closes,
    /// It has ended.
    Ends(ExitStatus),
}

/// What a program has said at its end.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) output: Vec<u8>,
    pub(crate) errors: Vec<u8>,
}

impl Program {
    /// Starts a command, in which `{port}`, `{host}` and `{address}` stand for the relay.
    pub(crate) fn start(words: &[OsString]) -> io::Result<Self> {
        let (wire, address) = Wire::new()?;
        let mut words = words.iter().map(|word| told(word, address));
        let name = words.next().unwrap_or_default();
        let mut command = Command::new(&name);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let name = name.to_string_lossy().into_owned();
        let (mut child, parent) = spawn(command).map_err(|error| {
            io::Error::new(error.kind(), format!("{name} can't be run ({error})"))
        })?;
        let (output, errors) = (child.stdout.take().map(reader), child.stderr.take().map(reader));
        Ok(Self { name, child, _parent: parent, wire, was_cut: false, output, errors })
    }

    /// What it has done. Only what is done when it is asleep, or has ended, is told.
    pub(crate) fn step(&mut self) -> io::Result<Step> {
        // Looked at before its bytes: what it sent before it fell asleep is here, or on the way.
        let status = self.child.try_wait()?;
        if status.is_none() && !is_asleep(self.child.id()) {
            return Ok(Step::Runs);
        }
        Ok(match (self.wire.news(&self.name)?, status) {
            (Some(step), _) => step,
            (None, None) => Step::Waits,
            (None, Some(status)) if self.wire.is_over() => Step::Ends(status),
            // The end of its connection is on the way.
            (None, Some(_)) => Step::Runs,
        })
    }

    /// Passes on what the server has sent. A program that is gone does not miss it.
    pub(crate) fn hear(&mut self, bytes: &[u8]) {
        self.wire.hear(bytes);
    }

    /// Passes on that the server has ended the connection.
    pub(crate) fn hear_end(&mut self) {
        self.was_cut = !self.wire.is_over();
        self.wire.hear_end();
    }

    /// What it has printed, now that it has ended.
    pub(crate) fn said(mut self) -> Said {
        let read = |reader: Option<Reader>| reader?.join().ok()?.ok();
        let (output, errors) = (read(self.output.take()), read(self.errors.take()));
        Said { output: output.unwrap_or_default(), errors: errors.unwrap_or_default() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended, or the script has.
        self.child.kill().and_then(|()| self.child.wait()).ok();
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> Reader {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).map(|_| bytes)
    })
}
