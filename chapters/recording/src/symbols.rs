//! Numbers that have a name in every manual page: errors and signals.

use std::fmt;

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

/// An error of a system call: errno(3). Its text, also in JSON, is its name: `EAGAIN`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "json",
    derive(Serialize, Deserialize),
    serde(into = "String", try_from = "String")
)]
pub struct Errno(pub i32);

/// A signal: signal(7). Its text, also in JSON, is its name: `SIGIO`, `SIGRTMIN+1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "json",
    derive(Serialize, Deserialize),
    serde(into = "String", try_from = "String")
)]
pub struct Signal(pub i32);

/// The highest number of an error, or of a signal (`MAX_ERRNO` of the kernel).
const LAST: i32 = 4095;

impl fmt::Display for Errno {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", nix::errno::Errno::from_raw(self.0))
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = libc::SIGRTMIN();
        match nix::sys::signal::Signal::try_from(self.0) {
            Ok(signal) => write!(out, "{signal}"),
            Err(_) if self.0 == first => write!(out, "SIGRTMIN"),
            Err(_) => write!(out, "SIGRTMIN+{}", self.0 - first),
        }
    }
}

impl From<Errno> for String {
    fn from(errno: Errno) -> Self {
        errno.to_string()
    }
}

impl From<Signal> for String {
    fn from(signal: Signal) -> Self {
        signal.to_string()
    }
}

impl TryFrom<String> for Errno {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let found = (1..=LAST).map(Self).find(|errno| errno.to_string() == name);
        found.ok_or_else(|| format!("no error is called {name}"))
    }
}

impl TryFrom<String> for Signal {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let found = (1..=libc::SIGRTMAX()).map(Self).find(|signal| signal.to_string() == name);
        found.ok_or_else(|| format!("no signal is called {name}"))
    }
}
