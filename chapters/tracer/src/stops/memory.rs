//! A halted task's memory, without unsafe code: payloads, arrays of descriptors, events.

use std::{fs::File, io, os::unix::fs::FileExt};

use rustix::process::Pid;

/// The memory of one halted task.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    file: Option<File>,
}

impl Memory {
    /// Opens the memory of `task`; where that fails, every read finds nothing.
    pub(crate) fn of(task: Pid) -> Self {
        let path = format!("/proc/{}/mem", task.as_raw_nonzero());
        Self { file: File::options().read(true).write(true).open(path).ok() }
    }

    /// Reads `length` bytes at `address`.
    pub(crate) fn bytes(&self, address: u64, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.file.as_ref()?.read_exact_at(&mut bytes, address).ok()?;
        Some(bytes)
    }

    /// Writes `bytes` at `address`.
    pub(crate) fn write(&self, address: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), |file| file.write_all_at(bytes, address))
    }

    /// Reads `count` values of `N` bytes each, from `address` on.
    pub(crate) fn array<const N: usize>(&self, address: u64, count: usize) -> Vec<[u8; N]> {
        let bytes = self.bytes(address, N * count).unwrap_or_default();
        bytes.as_chunks::<N>().0.to_vec()
    }

    /// Reads a number of 32 bits.
    pub(crate) fn word(&self, address: u64) -> Option<u32> {
        self.array::<4>(address, 1).first().map(|bytes| u32::from_ne_bytes(*bytes))
    }

    /// Reads a signed number of 64 bits.
    pub(crate) fn long(&self, address: u64) -> Option<i64> {
        self.array::<8>(address, 1).first().map(|bytes| i64::from_ne_bytes(*bytes))
    }
}
