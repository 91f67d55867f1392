//! The system calls of a server while a load runs: perf(1) counts them in the kernel, exactly, and
//! without stopping the server as a tracer would.

use std::{
    io::{Read, Write},
    process::{Child, ChildStdin, Command, Output, Stdio},
};

use anyhow::{Context, Result, ensure};

const EVENT: &str = "raw_syscalls:sys_enter";

/// Whether they can be counted here; if not, says what is missing.
pub(crate) fn can_be_counted() -> bool {
    let tried = Counter::works();
    if let Err(why) = &tried {
        eprintln!("left out: system calls ({why:#})");
    }
    tried.is_ok()
}

/// The number in what perf(1) says.
fn counted(output: &Output) -> Result<u64> {
    let Output { status, stderr, .. } = output;
    ensure!(status.success(), "perf(1) may not count them: be root, or see perf_event_open(2)");
    let said = String::from_utf8_lossy(stderr);
    let line = said.lines().find(|line| line.contains(EVENT)).context("perf(1) says nothing")?;
    // In place of a number it may say that there was none.
    Ok(line.split(',').next().and_then(|number| number.parse().ok()).unwrap_or(0))
}

/// Counts the system calls of a server from when it is started until it is ended.
#[derive(Debug)]
pub struct Counter {
    perf: Child,
    /// perf(1) ends when the command that it runs ends: cat(1), when it hears no more of us.
    input: ChildStdin,
}

impl Counter {
    /// Whether they can be counted here, and if not, why.
    ///
    /// # Errors
    /// perf(1) is not installed, or may not count them.
    pub fn works() -> Result<()> {
        let counter = Self::start(&[std::process::id()])?;
        counter.end().map(|_| ())
    }

    /// Counts those of processes, and of tasks and children that they will have.
    ///
    /// # Errors
    /// perf(1) is not installed.
    pub fn start(processes: &[u32]) -> Result<Self> {
        let processes = processes.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let mut perf = Command::new("perf");
        perf.args(["stat", "-x,", "-e", EVENT, "-p", &processes, "--", "cat"]);
        perf.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut perf = perf.spawn().context("perf(1) is not installed")?;
        let (input, output) = (perf.stdin.take(), perf.stdout.take());
        let (mut input, mut output) = input.zip(output).context("perf(1) has no pipes")?;
        // It starts the command after it has begun to count. If it may not, it says so in the end.
        _ = input.write_all(b".");
        _ = output.read(&mut [0])?;
        Ok(Self { perf, input })
    }

    /// How many there were.
    ///
    /// # Errors
    /// perf(1) may not count them.
    pub fn end(self) -> Result<u64> {
        drop(self.input);
        counted(&self.perf.wait_with_output()?)
    }
}
