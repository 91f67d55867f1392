//! The system calls of a server while a load runs: perf(1) counts them in the kernel, exactly, and
//! without stopping the server as a tracer would.

use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, ensure};

use crate::{load::PROGRAM, programs::is_installed};

const EVENT: &str = "raw_syscalls:sys_enter";

/// Whether they can be counted here; if not, says what is missing.
pub(crate) fn can_be_counted() -> bool {
    let tried = try_to_count();
    if let Err(why) = &tried {
        eprintln!("left out: system calls ({why:#})");
    }
    tried.is_ok()
}

fn try_to_count() -> Result<()> {
    ensure!(is_installed(PROGRAM), "{PROGRAM} is not installed");
    count(std::process::id(), &Command::new("true")).map(|_| ())
}

/// How many of them a process makes, with its threads and children, while the command runs.
pub(crate) fn count(process: u32, load: &Command) -> Result<u64> {
    let mut perf = Command::new("perf");
    perf.args(["stat", "-x,", "-e", EVENT, "-p", &process.to_string(), "--"]);
    perf.arg(load.get_program()).args(load.get_args());
    let output = perf.stdout(Stdio::null()).output().context("perf(1) is not installed")?;
    let Output { status, stderr, .. } = output;
    ensure!(status.success(), "perf(1) may not count them: be root, or see perf_event_open(2)");
    let said = String::from_utf8_lossy(&stderr);
    let line = said.lines().find(|line| line.contains(EVENT)).context("perf(1) says nothing")?;
    // In place of a number it may say that there was none.
    Ok(line.split(',').next().and_then(|number| number.parse().ok()).unwrap_or(0))
}
