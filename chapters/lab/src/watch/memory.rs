//! The memory of a server's processes; what the kernel keeps for them is not in it.

use std::fs;

use anyhow::{Context, Result};

use super::tree::{field, processes};

/// In bytes: of a page that n processes share, each has the n-th part
/// (`Pss` in `/proc/PID/smaps_rollup`).
///
/// # Errors
/// The process has ended.
pub fn memory(process: u32) -> Result<u64> {
    let kibibytes = processes(process).into_iter().map(|process| {
        let path = format!("/proc/{process}/smaps_rollup");
        field(&fs::read_to_string(&path).with_context(|| path)?, "Pss")
    });
    Ok(kibibytes.sum::<Result<u64>>()? * 1024)
}
