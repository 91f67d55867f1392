//! What a case wants of its server, carried by the environment from one process to the other.

use std::{env, process::Command, str::FromStr};

/// What is to be other than by default.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) threads: Option<usize>,
    /// Threads that have many clients each.
    pub(crate) workers: Option<usize>,
    pub(crate) connections: Option<usize>,
    /// Milliseconds.
    pub(crate) idle: Option<u64>,
    /// Seconds.
    pub(crate) grace: Option<u64>,
    /// The soft limit of descriptors (RLIMIT_NOFILE).
    pub(crate) descriptors: Option<u64>,
    /// The soft limit of the address space, in bytes (RLIMIT_AS).
    pub(crate) memory: Option<u64>,
    /// The soft limit of queued signals (RLIMIT_SIGPENDING).
    pub(crate) signals: Option<u64>,
}

const THREADS: &str = "CONFORMANCE_THREADS";
const WORKERS: &str = "CONFORMANCE_WORKERS";
const CONNECTIONS: &str = "CONFORMANCE_CONNECTIONS";
const IDLE: &str = "CONFORMANCE_IDLE";
const GRACE: &str = "CONFORMANCE_GRACE";
const DESCRIPTORS: &str = "CONFORMANCE_DESCRIPTORS";
const MEMORY: &str = "CONFORMANCE_MEMORY";
const SIGNALS: &str = "CONFORMANCE_SIGNALS";

impl Settings {
    pub(crate) fn hand_over(&self, command: &mut Command) {
        set(command, THREADS, self.threads);
        set(command, WORKERS, self.workers);
        set(command, CONNECTIONS, self.connections);
        set(command, IDLE, self.idle);
        set(command, GRACE, self.grace);
        set(command, DESCRIPTORS, self.descriptors);
        set(command, MEMORY, self.memory);
        set(command, SIGNALS, self.signals);
    }

    pub(crate) fn from_environment() -> Self {
        Self {
            threads: get(THREADS),
            workers: get(WORKERS),
            connections: get(CONNECTIONS),
            idle: get(IDLE),
            grace: get(GRACE),
            descriptors: get(DESCRIPTORS),
            memory: get(MEMORY),
            signals: get(SIGNALS),
        }
    }
}

fn set(command: &mut Command, name: &str, value: Option<impl ToString>) {
    if let Some(value) = value {
        command.env(name, value.to_string());
    }
}

fn get<T: FromStr>(name: &str) -> Option<T> {
    env::var(name).ok()?.parse().ok()
}
