//! The memory of a server's processes; what the kernel keeps for them is not in it.

use std::fs;

use anyhow::Result;

use super::tree::{field, processes};

/// In bytes: of a page that n processes share, each has the n-th part
/// (`Pss` in `/proc/PID/smaps_rollup`).
///
/// # Errors
/// proc(5) does not say it.
pub fn memory(process: u32) -> Result<u64> {
    let mut kibibytes = 0;
    for process in processes(process) {
        // A child that has ended in this moment holds nothing.
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        kibibytes += if text.is_empty() { 0 } else { field(&text, "Pss")? };
    }
    Ok(kibibytes * 1024)
}
